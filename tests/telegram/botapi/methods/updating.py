"""Webhook settings (getUpdates waits, and lives in the server)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from botapi import limits
from botapi.errors import bad_request
from botapi.methods.registry import Params, Uploads, method
from botapi.people import JSON
from botapi.world import World


@method("setWebhook")
def set_webhook(world: World, params: Params, uploads: Uploads) -> bool:
    """Have updates posted to an address; plain HTTP is accepted on the loopback."""
    url = params.get("url") or ""
    secret = params.get("secret_token") or ""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(f"[A-Za-z0-9_-]{{1,{limits.SECRET_TOKEN}}}", secret):
        raise bad_request("secret token contains unallowed characters")
    connections = params.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    world.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = {"url": url, "secret_token": secret, "max_connections": connections}
    world.updates.webhook_active = bool(url)
    world.updates.arrived.set()
    return True


@method("deleteWebhook")
def delete_webhook(world: World, params: Params, uploads: Uploads) -> bool:
    """Go back to polling."""
    if params.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = {}
    world.updates.webhook_active = False
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, params: Params, uploads: Uploads) -> JSON:
    """Tell how the webhook does."""
    hook = world.webhook
    shown: JSON = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
        "allowed_updates": sorted(world.updates.allowed),
    }
    for name in ("max_connections", "last_error_date", "last_error_message"):
        if name in hook:
            shown[name] = hook[name]
    return shown
