"""English words that give away what nobody has put into Indonesian."""

ENGLISH = (
    r"\b(the|and|your|you|please|submit|cancel|delete|edit|save|search|sign in|sign out|log ?in|log ?out|password"
    r"|username|e-?mail|required|choose|select|next|previous|upload|download|file|date|update|loading|error|invalid"
    r"|unknown|none|true|false|yes)\b"
)
