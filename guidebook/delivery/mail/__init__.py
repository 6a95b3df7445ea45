"""Sheets by mail: to the right shop, at most once, and nothing called sent that wasn't (R105, F30).

`addresses` and `guards` say who may get what; `letters` writes the words, `message` the bytes; `servers` knows the
providers, `client` talks to one; `sending` takes the outbox through, mail by mail.
"""
