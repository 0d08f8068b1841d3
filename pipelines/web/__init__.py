"""Requests to other machines. Nothing here is imported unless a source asks for it."""
