#!/usr/bin/python3
"""Makes the kept test data in src/main/resources/vectors: nothing of Muster's own code takes part.

Debian 12: apt-get install python3-cbor2 python3-cryptography, then /usr/bin/python3 make.py. CBOR is written by cbor2,
signatures and ciphers by OpenSSL through python-cryptography, trees by hashlib. Keys and randomness are fresh at every
run, so a new run makes other files that mean the same.
"""
import hashlib, hmac, io, json, os, pathlib, random, struct
import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/vectors"


def canonical(value):
    return cbor2.dumps(value, canonical=True)


def write(name, data):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def raw(signature, size):
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


CURVES = {"es256": (-7, ec.SECP256R1(), hashes.SHA256(), 32), "es384": (-35, ec.SECP384R1(), hashes.SHA384(), 48),
          "es512": (-36, ec.SECP521R1(), hashes.SHA512(), 66)}


def signer(name):
    """(algorithm number, public key, sign) of one name."""
    if name in CURVES:
        number, curve, digest, size = CURVES[name]
        key = ec.generate_private_key(curve)
        return number, key, lambda data: raw(key.sign(data, ec.ECDSA(digest)), size)
    if name == "eddsa":
        key = ed25519.Ed25519PrivateKey.generate()
        return -8, key, key.sign
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    return -37, key, lambda data: key.sign(data, pss, hashes.SHA256())


def pem(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def sign1(number, sign, payload, headers=None, aad=b"", detached=False):
    protected = canonical({1: number, **(headers or {})})
    signature = sign(canonical(["Signature1", protected, aad, payload]))
    return canonical(cbor2.CBORTag(18, [protected, {}, None if detached else payload, signature]))


def cose():
    for name in [*CURVES, "eddsa", "ps256"]:
        number, key, sign = signer(name)
        write(f"cose/{name}.cbor", sign1(number, sign, b"this is the content of " + name.encode()))
        write(f"cose/{name}.pem", pem(key))
    number, key, sign = signer("es256")
    claims = {1: "coap://as.example", 2: "cam-07", 4: 4102444800, 6: 1700000000, 7: bytes.fromhex("0b71")}
    write("cose/cwt.cbor", canonical(cbor2.CBORTag(61, cbor2.loads(sign1(number, sign, canonical(claims))))))
    write("cose/cwt.pem", pem(key))
    secret = os.urandom(32)
    protected = canonical({1: 5})
    tag = hmac.new(secret, canonical(["MAC0", protected, b"", b"maced"]), hashlib.sha256).digest()
    write("cose/mac0.cbor", canonical(cbor2.CBORTag(17, [protected, {}, b"maced", tag])))
    write("cose/mac0-key.cbor", canonical({1: 4, -1: secret}))
    secret, iv, protected = os.urandom(16), os.urandom(12), canonical({1: 1})
    sealed = AESGCM(secret).encrypt(iv, b"sealed", canonical(["Encrypt0", protected, b""]))
    write("cose/encrypt0.cbor", canonical(cbor2.CBORTag(16, [protected, {5: iv}, sealed])))
    write("cose/encrypt0-key.cbor", canonical({1: 4, -1: secret}))


def suit():
    """The smallest update of draft-ietf-suit-manifest: one component, fetched and compared by its digest."""
    image = b"firmware " * 100
    digest = canonical([-16, hashlib.sha256(image).digest()])
    common = canonical({2: [[b"\x00"]], 4: canonical([20, {1: b"V" * 16, 2: b"C" * 16, 3: digest, 14: len(image)}, 1, 15, 2, 15])})
    install = canonical([20, {21: "https://example.test/firmware"}, 21, 15, 3, 15])
    manifest = canonical({1: 1, 2: 7, 3: common, 20: install})
    number, key, sign = signer("es256")
    # The digest covers the manifest with the head of its byte string.
    signed = canonical([-16, hashlib.sha256(canonical(manifest)).digest()])
    block = sign1(-9, sign, signed, detached=True)
    write("suit/update.suit", canonical(cbor2.CBORTag(107, {2: canonical([signed, block]), 3: manifest})))
    write("suit/update.pem", pem(key))
    write("suit/image.bin", image)


def attestation():
    claims = {10: os.urandom(32), 256: b"\x01" + os.urandom(32), 265: "tag:psacertified.org,2023:psa#tfm", 2394: 1,
              2395: 0x3000, 2396: os.urandom(32),
              2399: [{2: os.urandom(32), 5: os.urandom(32), 1: "BL", 4: "1.2.3"}]}
    number, key, sign = signer("es256")
    write("attest/psa.cbor", sign1(number, sign, canonical(claims)))
    write("attest/psa.pem", pem(key))
    digest = [[1, hashlib.sha256(b"app").digest()]]
    comid = {1: {0: "acme-cam-1.0.0"}, 4: {0: [[{0: {1: "Acme", 2: "cam"}}, [{1: {2: digest}}]]]}}
    corim = {0: "acme-cam-1.0.0", 1: [cbor2.CBORTag(506, canonical(comid))]}
    write("attest/unsigned.corim", canonical(cbor2.CBORTag(501, corim)))


def cbor():
    rng = random.Random(7)

    def value(depth):
        kind = rng.randrange(8 if depth else 6)
        if kind == 0:
            return rng.choice([0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63 - 1, -1, -24, -25, -2**31, -2**63])
        if kind == 1:
            return bytes(rng.randrange(256) for _ in range(rng.choice([0, 1, 23, 24, 60])))
        if kind == 2:
            return rng.choice(["", "a", "IETF", "ü", "水", "x" * 24])
        if kind == 3:
            return rng.choice([True, False, None])
        if kind == 4:
            return rng.choice([0.0, -0.0, 1.5, 100000.0, 3.4028234663852886e38, 1.1, float("inf"), float("nan")])
        if kind == 5:
            return cbor2.CBORTag(rng.choice([601, 70000, 65536]), b"tagged")
        if kind == 6:
            return [value(depth - 1) for _ in range(rng.randrange(5))]
        return {rng.choice([rng.randrange(-30, 300), "k%d" % rng.randrange(40)]): value(depth - 1) for _ in range(rng.randrange(6))}

    write("cbor/deterministic.json", json.dumps([canonical(value(3)).hex() for _ in range(200)], indent=0).encode())
    bad = ["1817", "190017", "1a00000017", "1b0000000000000017", "5801ff", "a2020001ff", "a201000100", "9f01ff", "5f4101ff",
           "7f6161ff", "bf0101ff", "fb3ff8000000000000", "fa3fc00000", "f818", "1c", "ff", "62c328", "8301", "0000", ""]
    write("cbor/refused.json", json.dumps(bad, indent=0).encode())


def merkle():
    def leaf(data):
        return hashlib.sha256(b"\x00" + data).digest()

    def node(left, right):
        return hashlib.sha256(b"\x01" + left + right).digest()

    def split(n):
        k = 1
        while k * 2 < n:
            k *= 2
        return k

    def root(items):
        if not items:
            return hashlib.sha256(b"").digest()
        return leaf(items[0]) if len(items) == 1 else node(root(items[: split(len(items))]), root(items[split(len(items)):]))

    def path(m, items):  # RFC 9162 2.1.3.1
        if len(items) == 1:
            return []
        k = split(len(items))
        return path(m, items[:k]) + [root(items[k:])] if m < k else path(m - k, items[k:]) + [root(items[:k])]

    def consistency(m, items, whole=True):  # RFC 9162 2.1.4.1
        if m == len(items):
            return [] if whole else [root(items)]
        k = split(len(items))
        if m <= k:
            return consistency(m, items[:k], whole) + [root(items[k:])]
        return consistency(m - k, items[k:], False) + [root(items[:k])]

    items = [b"entry %d" % i for i in range(33)]
    inclusion, grown = [], []
    for size in [1, 2, 3, 5, 7, 8, 13, 32, 33]:
        for index in sorted({0, size // 2, size - 1}):
            inclusion.append({"size": size, "index": index, "leaf": leaf(items[index]).hex(), "root": root(items[:size]).hex(),
                              "path": [h.hex() for h in path(index, items[:size])]})
        for old in sorted({1, size // 2, size - 1, size} - {0}):
            if old <= size:
                grown.append({"old": old, "new": size, "oldRoot": root(items[:old]).hex(), "newRoot": root(items[:size]).hex(),
                              "path": [h.hex() for h in consistency(old, items[:size])]})
    write("merkle/inclusion.json", json.dumps(inclusion, indent=0).encode())
    write("merkle/consistency.json", json.dumps(grown, indent=0).encode())


for make in (cose, suit, attestation, cbor, merkle):
    make()
