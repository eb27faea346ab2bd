from models.files.annex.grid import Document, Unread


def document(name: str, data) -> Document:
    raise Unread("E_TYPE", "other_office")
