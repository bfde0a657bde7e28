"""The page at ``/docs``: plain HTML from the OpenAPI document, a style sheet and a script; nothing from elsewhere."""
