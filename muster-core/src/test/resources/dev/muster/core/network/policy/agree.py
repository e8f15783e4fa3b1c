"""Asks the kernel about packets: agree.py DEVICE_PID SERVER_PID DIR [gateway]

DIR holds pairs of files N.nft and N.packets; each line of the latter is "way family peer protocol own other". For each pair the
rules are loaded into the namespace of the process DEVICE_PID, every packet is sent, and N.verdicts gets a line with 1 for each
packet that passed and 0 for each that did not. What the device sends is refused to the sender by the kernel itself; what it
receives is seen by raw sockets behind its input hook.

With "gateway" the rules are those of the namespace of SERVER_PID, to which every peer's address belongs: what the device sends is
seen by raw sockets behind its input hook, and what it is sent is refused to the sender.
"""
import ctypes, os, select, socket, struct, subprocess, sys, time

libc = ctypes.CDLL(None, use_errno=True)
OWN4, OWN6 = socket.inet_aton("10.200.0.2"), socket.inet_pton(socket.AF_INET6, "fd99::2")
# Routers ask for devices too: what ends in other bytes is not ours.
MAGIC = b"agre"
PROTOCOLS4, PROTOCOLS6 = (1, 2, 6, 17, 50, 89), (6, 17, 50, 58, 89)


def enter(pid):
    fd = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    if libc.setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")
    os.close(fd)


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packet(family, source, target, protocol, sport, dport, number, kind, code):
    mark = MAGIC + struct.pack("!I", number)
    at = None
    if protocol == 6:
        body, at = struct.pack("!HHIIBBHHH", sport, dport, number + 1, 0, 0x50, 2, 1024, 0, 0) + mark, 16
    elif protocol == 17:
        body, at = struct.pack("!HHHH", sport, dport, 16, 0) + mark, 6
    elif protocol in (1, 58):
        body, at = struct.pack("!BBHHH", kind, code, 0, number & 0xFFFF, 1) + mark, 2
    else:
        body = b"\0" * 8 + mark
    if at is not None:
        pseudo = b"" if protocol == 1 else source + target + struct.pack("!II", len(body), protocol)
        body = body[:at] + struct.pack("!H", checksum(pseudo + body) or 0xFFFF) + body[at + 2:]
    if family == 4:
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 0, 0, 64, protocol, 0, source, target)
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + body
    return struct.pack("!IHBB", 0x60000000, len(body), protocol, 64) + source + target + body


def main(device, server, folder, gateway):
    wired, ruled = ("device", "server") if gateway else ("server", "device")
    enter(device if gateway else server)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind((wired, 0))
    sender = b"\2\0\0\0\0\2" if gateway else b"\2\0\0\0\0\1"
    enter(server if gateway else device)
    mac = subprocess.run(["ip", "-o", "link", "show", ruled], capture_output=True, text=True).stdout.split("link/ether ")[1][:17]
    target = bytes.fromhex(mac.replace(":", ""))
    out4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    out6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
    ears = [socket.socket(socket.AF_INET, socket.SOCK_RAW, p) for p in PROTOCOLS4]
    ears += [socket.socket(socket.AF_INET6, socket.SOCK_RAW, p) for p in PROTOCOLS6]
    for ear in ears:
        ear.setblocking(False)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    for name in sorted(n[:-4] for n in os.listdir(folder) if n.endswith(".nft")):
        base = os.path.join(folder, name)
        subprocess.run(["nft", "-f", base + ".nft"], check=True)
        passed, number = set(), 0
        lines = open(base + ".packets").read().split("\n")[:-1]
        for line in lines:
            way, family, peer, protocol, own, other = line.split(" ")
            family, protocol, own, other = int(family), int(protocol), int(own), int(other)
            number += 1
            far = socket.inet_pton(socket.AF_INET if family == 4 else socket.AF_INET6, peer)
            here = OWN4 if family == 4 else OWN6
            source, port, there, served = (here, own, far, other) if way == "FROM_DEVICE" else (far, other, here, own)
            data = packet(family, source, there, protocol, port, served, number, own & 255, other & 255)
            if (way == "FROM_DEVICE") != gateway:
                if gateway:
                    peer = socket.inet_ntop(socket.AF_INET if family == 4 else socket.AF_INET6, here)
                try:
                    (out4 if family == 4 else out6).sendto(data, (peer, 0) if family == 4 else (peer, 0, 0, 0))
                    passed.add(number)
                except PermissionError:
                    pass
            else:
                wire.send(target + sender + struct.pack("!H", 0x0800 if family == 4 else 0x86DD) + data)
            if number % 64 == 0 or number == len(lines):
                hear(ears, passed)
        with open(base + ".verdicts", "w") as file:
            file.write("".join("1" if i + 1 in passed else "0" for i in range(len(lines))))


def hear(ears, passed):
    # The wire is memory and delivery is at once; the wait is for a busy machine.
    while True:
        ready, _, _ = select.select(ears, [], [], 0.02)
        if not ready:
            return
        for ear in ready:
            data = ear.recv(2048)
            if data[-8:-4] == MAGIC:
                passed.add(struct.unpack("!I", data[-4:])[0])


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], len(sys.argv) > 4)
