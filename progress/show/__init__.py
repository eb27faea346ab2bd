"""Numbers made ready to be looked at: figures, tables, profiles and the sentences beside them."""
