import hashlib


def file_name(address):
    return hashlib.sha256(address.encode()).hexdigest()[:16] + ".webp"
