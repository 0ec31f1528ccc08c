"""Asking about chats and their members, and leaving them."""

from __future__ import annotations

from botapi.access import find_chat, member_chat
from botapi.delivery import change_member
from botapi.errors import bad_request
from botapi.methods.registry import Params, Uploads, method
from botapi.parameters import required
from botapi.people import JSON, PERMISSIONS, Member
from botapi.world import World

_GIFTS = dict.fromkeys(
    [
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ],
    False,
)


@method("getChat")
def get_chat(world: World, params: Params, uploads: Uploads) -> JSON:
    """Tell all about a chat."""
    chat = member_chat(world, params)
    shown = chat.to_api()
    shown |= {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    if chat.is_group:
        shown["permissions"] = dict.fromkeys(PERMISSIONS, True)
        shown["join_to_send_messages"] = True
    if chat.pinned and chat.pinned[-1] in chat.stored:
        shown["pinned_message"] = chat.stored[chat.pinned[-1]].to_api(nested=True)
    return shown


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params, uploads: Uploads) -> list[JSON]:
    """List the admins; anonymous ones under their own names, other bots left out."""
    chat = member_chat(world, params)
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    return [
        member.to_api()
        for member in chat.members.values()
        if member.is_admin and (not member.user.is_bot or member.user is world.bot)
    ]


@method("getChatMember")
def get_chat_member(world: World, params: Params, uploads: Uploads) -> JSON:
    """Tell a user's place; other people's only to an admin."""
    chat = member_chat(world, params)
    user = world.users.get(required(params, "user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    if chat.user is not None:
        if user not in (chat.user, world.bot):
            raise bad_request("member not found")
        return Member(user).to_api()
    if user is not world.bot and not world.bot_member(chat).is_admin and chat.type != "group":
        raise bad_request("CHAT_ADMIN_REQUIRED")
    return (chat.members.get(user.id) or Member(user, "left")).to_api()


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params, uploads: Uploads) -> int:
    """Count members."""
    chat = member_chat(world, params)
    return 2 if chat.user else sum(member.present for member in chat.members.values())


@method("leaveChat")
def leave_chat(world: World, params: Params, uploads: Uploads) -> bool:
    """Leave a group or channel."""
    chat = find_chat(world, params)
    if chat.user is not None:
        raise bad_request("chat member status can't be changed in private chats")
    old = world.bot_member(member_chat(world, params))
    change_member(world, chat, world.bot, old, Member(world.bot, "left"))
    return True
