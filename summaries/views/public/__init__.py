"""What readers see. Nothing here touches the session, so readers get no cookie."""
