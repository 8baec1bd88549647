"""Sources of articles: how they are kept, fetched and watched."""
