"""Checks a signed verdict offline, with openssl 3: python3 verify-verdict.py keys.json < verdict.jws"""
import base64, json, subprocess, sys, tempfile, time

def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

head, body, signature = sys.stdin.read().strip().split(".")
header, claims = json.loads(unpadded(head)), json.loads(unpadded(body))
if header["alg"] != "EdDSA" or header["typ"] != "hutong-verdict+jwt":
    sys.exit("this is no verdict")
keys = [key for key in json.load(open(sys.argv[1]))["keys"] if key["kid"] == header["kid"]]
if not keys:
    sys.exit("none of these keys signed it")
with tempfile.TemporaryDirectory() as folder:
    # The first 12 bytes say that an Ed25519 key follows: RFC 8410.
    der = bytes.fromhex("302a300506032b6570032100") + unpadded(keys[0]["x"])
    for name, content in (("key", der), ("text", f"{head}.{body}".encode()), ("sig", unpadded(signature))):
        open(f"{folder}/{name}", "wb").write(content)
    openssl = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
    if subprocess.run(openssl.split(), cwd=folder, capture_output=True).returncode != 0:
        sys.exit("the signature is not this key's")
if not time.time() < claims["exp"] <= claims["iat"] + 3600 or claims["iat"] > time.time() + 60:
    sys.exit("it is expired, or from the future")
print(claims["action"], claims["url"])
