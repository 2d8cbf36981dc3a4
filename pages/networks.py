"""Which address a request comes from, and what counts as its neighbourhood."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address


def address_of(request: HttpRequest) -> Address | None:
    """None if nobody knows, as behind a socket without a proxy that is trusted."""
    hops = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    text = passed[-min(hops, len(passed))] if hops and passed else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def neighbourhood(address: Address, bits: int, bits_of_6: int) -> str:
    """The network around an address, of so many bits in IPv4 and in IPv6."""
    return str(ip_network((address, bits if address.version == 4 else bits_of_6), strict=False))
