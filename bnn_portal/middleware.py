"""Headers that neither Django nor django-csp sets."""

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def permissions_policy(get_response):
    """No page of the portal, and nothing that it might embed, asks a device for anything."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def keep_nothing(get_response):
    """Pages show what one institution tells; on a shared computer "back" must not show them after the sign-out."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
