"""What readers see. Nothing here touches the session, so readers get no cookie."""

from summaries.views.public.pages import brief, favicon, front, provenance

__all__ = ["brief", "favicon", "front", "provenance"]
