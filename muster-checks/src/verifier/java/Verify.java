import java.io.*;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.spec.*;
import java.util.*;
import java.util.zip.Inflater;

/**
 * Checks what Muster says with nothing of Muster: this file and a JDK. Run it as {@code java Verify.java COMMAND …}:
 *
 * <pre>
 * checkpoint FILE VKEY               a signed head (C2SP tlog-checkpoint)
 * receipt STATEMENT RECEIPT KEY      a receipt (RFC 9942, vds 1) for a signed statement; KEY is a COSE_Key file
 * transparent STATEMENT KEY          a statement that carries its receipts (RFC 9943)
 * pack FILE TRUST                    an audit pack, also one in parts, and the file of pinned keys
 * </pre>
 *
 * Exit status 0: it holds. 1: it does not, with the reason. COSE signatures: ES256 and ESP256; heads: Ed25519.
 * Not checked, and the answer says so: the issuer's own signature on a statement, which the log checked.
 */
public final class Verify {
    private static final int MAX_PART = 128 * 1024 * 1024;
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    public static void main(String[] args) {
        try {
            System.out.println("holds (an issuer's own signature on a statement is not checked): " + run(args));
        } catch (Exception reason) {
            System.out.println("does not hold: " + reason.getMessage());
            System.exit(1);
        }
    }

    /** @return what held, in words; throws with the reason when it did not */
    static String run(String... args) throws Exception {
        return switch (args[0]) {
            case "checkpoint" -> Head.of(text(file(args[1])), args[2]).size() + " leaves";
            case "receipt" -> receipt(file(args[1]), file(args[2]), (Map<?, ?>) Cbor.parse(file(args[3])));
            case "transparent" -> transparent(file(args[1]), (Map<?, ?>) Cbor.parse(file(args[2])));
            case "pack" -> anyPack(Path.of(args[1]), pinned(text(file(args[2]))));
            default -> throw new IllegalArgumentException("no such command: " + args[0]);
        };
    }

    // Checkpoints: text, empty line, signature lines; a vkey is name+id+base64(type, key).

    private record Head(String origin, long size, byte[] root) {
        static Head of(String note, String vkey) throws GeneralSecurityException {
            String[] lines = signed(note, vkey).split("\n", -1);
            return new Head(lines[0], Long.parseLong(lines[1]), base64(lines[2]));
        }

        private static String signed(String note, String vkey) throws GeneralSecurityException {
            String name = vkey.substring(0, vkey.indexOf('+'));
            byte[] key = base64(vkey.substring(vkey.indexOf('+', name.length() + 1) + 1));
            need(key.length == 33 && key[0] == 1, "the key is not an Ed25519 note key");
            byte[] id = sha256(bytes(name + "\n"), key);
            int end = note.lastIndexOf("\n\n");
            need(end > 0, "there is no signed text");
            String text = note.substring(0, end + 1);
            for (String line : note.substring(end + 2).split("\n")) {
                String[] words = line.split(" ");
                if (words.length == 3 && words[0].equals("\u2014") && words[1].equals(name)) {
                    byte[] signature = base64(words[2]);
                    if (Arrays.equals(signature, 0, 4, id, 0, 4)
                            && ed25519(key, bytes(text), Arrays.copyOfRange(signature, 4, signature.length))) {
                        need(text.startsWith(name + "\n"), "the head is of another log");
                        return text;
                    }
                }
            }
            throw new GeneralSecurityException("no signature of " + name + " verifies");
        }

        void contains(byte[] leaf, long index, List<byte[]> path) {
            need(Arrays.equals(climb(size, index, path, leaf), root), "leaf " + index + " is not in the log");
        }
    }

    /** The root that a path leads to (RFC 9162 §2.1.3.2). */
    private static byte[] climb(long size, long index, List<byte[]> path, byte[] leaf) {
        need(index >= 0 && index < size, "index " + index + " is outside a tree of " + size);
        long fn = index;
        long sn = size - 1;
        byte[] hash = sha256(new byte[] {0}, leaf);
        for (byte[] sibling : path) {
            need(sn > 0 && sibling.length == 32, "the path is too long");
            if ((fn & 1) == 1 || fn == sn) {
                hash = sha256(new byte[] {1}, sibling, hash);
                for (; (fn & 1) == 0 && fn != 0; fn >>= 1) {
                    sn >>= 1;
                }
            } else {
                hash = sha256(new byte[] {1}, hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        need(sn == 0, "the path is too short");
        return hash;
    }

    /** The last field of an entry's leaf is SHA-256(salt || body). */
    private static void committed(byte[] leaf, byte[] salt, byte[] body) {
        byte[] digest = (byte[]) ((List<?>) Cbor.parse(leaf)).get(8);
        need(Arrays.equals(digest, sha256(salt, body)), "the body is not the one that was logged");
    }

    // Receipts and statements: COSE_Sign1 = 18([protected, unprotected, payload or null, signature]).

    private static String receipt(byte[] statement, byte[] receipt, Map<?, ?> key) throws GeneralSecurityException {
        List<?> logged = sign1(statement);
        Map<?, ?> about = (Map<?, ?>) ((Map<?, ?>) Cbor.parse((byte[]) logged.get(0))).get(15L);
        byte[] leaf = Cbor.sign1((byte[]) logged.get(0), (byte[]) logged.get(2), (byte[]) logged.get(3));
        List<?> message = sign1(receipt);
        Map<?, ?> header = (Map<?, ?>) Cbor.parse((byte[]) message.get(0));
        need(Long.valueOf(1).equals(header.get(395L)), "not a receipt over an RFC 9162 tree");
        need(message.get(2) == null, "the payload of a receipt is detached");
        Map<?, ?> claims = (Map<?, ?>) header.get(15L);
        need(claims != null && claims.get(2L) != null && claims.get(2L).equals(about.get(2L)), "another subject");
        List<?> proofs = (List<?>) ((Map<?, ?>) ((Map<?, ?>) message.get(1)).get(396L)).get(-1L);
        List<?> proof = (List<?>) Cbor.parse((byte[]) proofs.get(0));
        List<byte[]> path = hashes((List<?>) proof.get(2));
        need(proofs.size() == 1 && !path.isEmpty(), "not one proof with a path");
        byte[] root = climb((Long) proof.get(0), (Long) proof.get(1), path, leaf);
        cose(message, root, key);
        return "statement about " + about.get(2L) + " is leaf " + proof.get(1) + " of " + proof.get(0) + " at "
                + claims.get(1L);
    }

    private static String transparent(byte[] statement, Map<?, ?> key) throws GeneralSecurityException {
        List<?> receipts = (List<?>) ((Map<?, ?>) sign1(statement).get(1)).get(394L);
        need(receipts != null && !receipts.isEmpty(), "the statement carries no receipt");
        for (Object receipt : receipts) {
            receipt(statement, (byte[]) receipt, key);
        }
        return receipts.size() + " receipts";
    }

    private static List<?> sign1(byte[] bytes) {
        need((bytes[0] & 0xff) == 0xd2, "no COSE_Sign1 with tag 18");
        List<?> parts = (List<?>) Cbor.parse(Arrays.copyOfRange(bytes, 1, bytes.length));
        need(parts.size() == 4, "no COSE_Sign1");
        return parts;
    }

    /** Verifies over Sig_structure = ["Signature1", protected, h'', payload]; alg only from the protected header. */
    private static void cose(List<?> message, byte[] payload, Map<?, ?> key) throws GeneralSecurityException {
        byte[] protectedBytes = (byte[]) message.get(0);
        Object alg = ((Map<?, ?>) Cbor.parse(protectedBytes)).get(1L);
        need(Long.valueOf(-7).equals(alg) || Long.valueOf(-9).equals(alg), "the protected algorithm is not ES256");
        byte[] start = Cbor.join(new byte[] {(byte) 0x84}, Cbor.head(3, 10), bytes("Signature1"));
        byte[] signed = Cbor.join(start, Cbor.bstr(protectedBytes), Cbor.bstr(new byte[0]), Cbor.bstr(payload));
        PublicKey p256 = p256((byte[]) key.get(-2L), (byte[]) key.get(-3L));
        need(verify("SHA256withECDSAinP1363Format", p256, signed, (byte[]) message.get(3)), "the signature is wrong");
    }

    // Packs: see the description in dev.muster.format.audit.pack.

    private static Map<String, String> pinned(String trust) {
        Map<String, String> pinned = new LinkedHashMap<>();
        for (String line : trust.split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int blank = line.indexOf(' ');
                pinned.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        }
        return pinned;
    }

    /** One pack, or byte strings: a signed head with digests, and packs that are deflated (RFC 1950), one at a time. */
    private static String anyPack(Path file, Map<String, String> pinned) throws Exception {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int first = in.readUnsignedByte();
            if (first >> 5 != 2) {
                return pack(file(file.toString()), pinned).words();
            }
            Map<?, ?> head = signed(string(in, first), pinned);
            need("muster-packs-1".equals(head.get("format")), "another format");
            String last = "";
            long devices = 0;
            for (Map<?, ?> part : maps(head.get("parts"))) {
                Inflater inflater = new Inflater();
                inflater.setInput(string(in, in.readUnsignedByte()));
                need((Long) part.get("bytes") <= MAX_PART, "a part is too long");
                byte[] unpacked = new byte[(int) (long) (Long) part.get("bytes") + 1];
                int length = inflater.inflate(unpacked);
                need(
                        inflater.finished() && inflater.getRemaining() == 0 && length == unpacked.length - 1,
                        "its length");
                unpacked = Arrays.copyOf(unpacked, length);
                need(Arrays.equals(sha256(unpacked), (byte[]) part.get("sha256")), "a part is not the one signed");
                Map<?, ?> pack = pack(unpacked, pinned).says();
                need(
                        pack.get("org").equals(head.get("org"))
                                && pack.get("asOf").equals(head.get("asOf")),
                        "another pack");
                need(Arrays.equals((byte[]) pack.get("checkpoint"), (byte[]) head.get("checkpoint")), "another log");
                for (Map<?, ?> device : maps(pack.get("devices"))) {
                    need(last.compareTo((String) device.get("device")) < 0, "a device is there twice, or out of order");
                    last = (String) device.get("device");
                    devices++;
                }
            }
            need(in.read() < 0, "bytes after the last part");
            need(Long.valueOf(devices).equals(head.get("devices")), "not as many devices as was said");
            return maps(head.get("parts")).size() + " parts of a pack of " + head.get("org") + only(head) + ", "
                    + devices + " devices";
        }
    }

    private static byte[] string(DataInputStream in, int first) throws IOException {
        byte[] argument = new byte[(first & 31) < 24 ? 0 : 1 << (first & 31) - 24];
        need(first >> 5 == 2 && argument.length <= 4, "no byte string of a length used here");
        in.readFully(argument);
        long length = argument.length == 0 ? first & 31 : new BigInteger(1, argument).longValue();
        byte[] bytes = in.readNBytes((int) Math.min(length, MAX_PART));
        need(bytes.length == length, "the file ends early, or a part is too long");
        return bytes;
    }

    private record Held(String words, Map<?, ?> says) {}

    /** What a signed payload says: of a pack or of a head. */
    private static Map<?, ?> signed(byte[] file, Map<String, String> pinned) throws GeneralSecurityException {
        List<?> message = sign1(file);
        need(((Map<?, ?>) message.get(1)).isEmpty(), "the unprotected header is not empty");
        byte[] payload = (byte[]) message.get(2);
        cose(message, payload, (Map<?, ?>) Cbor.parse(base64(pinned.get("evidence"))));
        return (Map<?, ?>) Cbor.parse(payload);
    }

    private static Held pack(byte[] file, Map<String, String> pinned) throws GeneralSecurityException {
        Map<?, ?> pack = signed(file, pinned);
        need("muster-pack-1".equals(pack.get("format")), "another format");
        Head head = Head.of(text((byte[]) pack.get("checkpoint")), pinned.get("log"));
        Set<Object> indexes = new HashSet<>();
        for (Map<?, ?> entry : maps(pack.get("entries"))) {
            byte[] leaf = (byte[]) entry.get("leaf");
            List<?> fields = (List<?>) Cbor.parse(leaf);
            String form = fields.size() + " " + fields.get(0);
            need(form.matches("9 muster-entry-1|10 muster-entry-2"), "not an entry's leaf");
            need(fields.get(1).equals(pack.get("org")), "an entry of another organisation");
            need((Long) fields.get(6) <= (Long) pack.get("asOf"), "an entry from after the pack's time");
            head.contains(leaf, (Long) fields.get(2), hashes((List<?>) entry.get("path")));
            if (entry.get("body") != null) {
                committed(leaf, (byte[]) entry.get("salt"), (byte[]) entry.get("body"));
            }
            need(indexes.add(fields.get(2)), "an entry is there twice");
        }
        for (Map<?, ?> fact : maps(pack.get("facts"))) {
            need(indexes.contains(fact.get("entry")), "a fact rests on an entry that is not in the pack");
        }
        for (Map<?, ?> device : maps(pack.get("devices"))) {
            for (Map<?, ?> finding : maps(device.get("findings"))) {
                need(indexes.containsAll((List<?>) finding.get("entries")), "a finding without its entry in the pack");
            }
        }
        List<?> statements = (List<?>) pack.get("statements");
        for (Object statement : statements) {
            transparent((byte[]) statement, (Map<?, ?>) Cbor.parse(base64(pinned.get("receipts"))));
        }
        return new Held(
                "pack of " + pack.get("org") + only(pack) + ", "
                        + indexes.size() + " entries and " + statements.size() + " statements under a head with "
                        + head.size() + " leaves",
                pack);
    }

    /** Whoever reads "holds" is told when it is not of the whole organisation. */
    private static String only(Map<?, ?> says) {
        return says.get("scope") == null ? "" : ", only of " + says.get("scope");
    }

    private static List<Map<?, ?>> maps(Object list) {
        return ((List<?>) list)
                .stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
    }

    private static List<byte[]> hashes(List<?> path) {
        return path.stream().map(byte[].class::cast).toList();
    }

    // Keys and signatures, all from the JDK.

    private static PublicKey p256(byte[] x, byte[] y) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /** @param key 33 bytes, the first of which is not part of it */
    private static boolean ed25519(byte[] key, byte[] message, byte[] signature) throws GeneralSecurityException {
        byte[] spki = Cbor.join(ED25519_SPKI, Arrays.copyOfRange(key, 1, key.length));
        PublicKey edKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        return verify("Ed25519", edKey, message, signature);
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature engine = Signature.getInstance(algorithm);
        engine.initVerify(key);
        engine.update(message);
        return engine.verify(signature);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Cbor.join(parts));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static byte[] file(String name) throws Exception {
        return Files.readAllBytes(Path.of(name));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void need(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** As much CBOR (RFC 8949) as is needed: definite lengths, no floats, no bytes left over. */
    static final class Cbor {
        static Object parse(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Object item = item(in, 0);
            need(!in.hasRemaining(), "bytes after the CBOR item");
            return item;
        }

        private static Object item(ByteBuffer in, int depth) {
            need(depth < 16, "CBOR too deep");
            int first = in.get() & 0xff;
            if (first >= 0xf4 && first <= 0xf6) {
                return first == 0xf6 ? null : (Object) (first == 0xf5);
            }
            long value = argument(in, first & 31);
            need((first >> 5) < 2 || value <= in.remaining(), "CBOR length beyond the input");
            return switch (first >> 5) {
                case 0 -> value;
                case 1 -> -1 - value;
                case 2 -> take(in, value);
                case 3 -> text(take(in, value));
                case 4 -> {
                    List<Object> items = new ArrayList<>();
                    for (long i = 0; i < value; i++) {
                        items.add(item(in, depth + 1));
                    }
                    yield items;
                }
                case 5 -> {
                    Map<Object, Object> map = new LinkedHashMap<>();
                    for (long i = 0; i < value; i++) {
                        Object key = item(in, depth + 1);
                        need(!map.containsKey(key), "map key twice");
                        map.put(key, item(in, depth + 1));
                    }
                    yield map;
                }
                default -> throw new IllegalArgumentException("CBOR type not used here");
            };
        }

        private static long argument(ByteBuffer in, int info) {
            long value = switch (info) {
                case 24 -> in.get() & 0xff;
                case 25 -> in.getShort() & 0xffff;
                case 26 -> in.getInt() & 0xffffffffL;
                case 27 -> in.getLong();
                default -> info;
            };
            need(info < 28 && value >= 0, "CBOR head not used here");
            return value;
        }

        private static byte[] take(ByteBuffer in, long length) {
            byte[] bytes = new byte[(int) length];
            in.get(bytes);
            return bytes;
        }

        static byte[] head(int major, long value) {
            int bytes = value < 24 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x100000000L ? 4 : 8;
            byte[] all = ByteBuffer.allocate(8).putLong(value).array();
            int info = bytes == 0 ? (int) value : 23 + Integer.numberOfTrailingZeros(bytes) + 1;
            return join(new byte[] {(byte) (major << 5 | info)}, Arrays.copyOfRange(all, 8 - bytes, 8));
        }

        static byte[] bstr(byte[] content) {
            return join(head(2, content.length), content);
        }

        /** 18([protected, {}, payload, signature]): what the log hashes for a statement. */
        static byte[] sign1(byte[] protectedBytes, byte[] payload, byte[] signature) {
            return join(
                    new byte[] {(byte) 0xd2, (byte) 0x84},
                    bstr(protectedBytes),
                    new byte[] {(byte) 0xa0},
                    bstr(payload),
                    bstr(signature));
        }

        static byte[] join(byte[]... parts) {
            ByteBuffer all = ByteBuffer.allocate(
                    Arrays.stream(parts).mapToInt(p -> p.length).sum());
            Arrays.stream(parts).forEach(all::put);
            return all.array();
        }
    }
}
