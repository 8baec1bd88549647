"""The language engine: Arabic text in, a bilingual draft out. Pure Python, no Django.

torch, transformers and ctranslate2 are loaded on first use only, so that importing this package is
cheap and the web process never pays for a model.
"""
