import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.spec.*;
import java.util.*;

/**
 * Checks which statement is the latest of an issuer about a subject, with nothing of Muster: this file and a JDK.
 *
 * <pre>
 * java VerifyLatest.java FILE VKEY KEY ISSUER SUBJECT
 * </pre>
 *
 * FILE is what {@code muster log latest -o FILE} keeps. VKEY verifies heads of the statement log, KEY what the ledger
 * itself states: a COSE_Key in hex. The command prints both; have them from elsewhere. Exit status 0: it holds, and the
 * statement, or that there is none, is printed. 1: it does not, with the reason. COSE signatures: ES256 and ESP256; heads:
 * Ed25519.
 *
 * <p>An index, registered as a statement, names the latest statement of each pair among those before it. All statements
 * since come along whole, and together with the roots of the subtrees before them they must lead to the signed head, so
 * none can be left out. That the index follows from the log is the ledger's signed word, which the log itself can disprove.
 */
public final class VerifyLatest {
    private static final String INDEX = "application/vnd.muster.subject-index+cbor";
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    public static void main(String[] args) {
        try {
            Map<?, ?> answer = (Map<?, ?>) Cbor.parse(Files.readAllBytes(Path.of(args[0])));
            Map<?, ?> key = (Map<?, ?>) Cbor.parse(HexFormat.of().parseHex(args[2]));
            System.out.println("holds: " + check(answer, args[1], key, args[3], args[4]));
        } catch (Exception reason) {
            System.out.println("does not hold: " + reason.getMessage());
            System.exit(1);
        }
    }

    /** @return what held, in words; throws with the reason when it did not */
    private static String check(Map<?, ?> answer, String vkey, Map<?, ?> key, String issuer, String subject)
            throws GeneralSecurityException {
        need(Long.valueOf(1).equals(answer.get(1L)), "another version");
        need(issuer.equals(answer.get(2L)) && subject.equals(answer.get(3L)), "it answers another question");
        long latest = (Long) answer.get(4L);
        Head head = Head.of(text((byte[]) answer.get(5L)), vkey);
        long covered = (Long) answer.get(6L);
        List<byte[]> tail = byteStrings(answer.get(8L));
        need(covered >= 0 && covered + tail.size() == head.size(), "statements are missing before the head");
        byte[] root = grown(covered, byteStrings(answer.get(7L)), tail);
        need(Arrays.equals(root, head.root()), "the statements do not lead to the head");

        Map<?, ?> index = index(tail.get(Math.toIntExact((Long) answer.get(9L))), key);
        need(Long.valueOf(covered).equals(index.get(1L)), "the index speaks for another part of the log");
        String at = " of " + issuer + " about " + subject + " at a head with " + head.size() + " leaves";
        for (int i = tail.size() - 1; i >= 0; i--) {
            if (isOf(tail.get(i), issuer, subject)) {
                need(latest == covered + i, "statement " + (covered + i) + " is later");
                return "statement " + latest + " is the latest" + at;
            }
        }
        need(latest >= -1 && latest < covered, "the statement is not among those that came along");
        indexed(index, (List<?>) answer.get(10L), pair(issuer, subject), latest);
        if (latest < 0) {
            return "there is no statement" + at;
        }
        List<?> older = (List<?>) answer.get(11L);
        need(older != null && isOf((byte[]) older.get(0), issuer, subject), "the statement did not come along");
        byte[] leaf = (byte[]) older.get(0);
        need(Arrays.equals(climb(head.size(), latest, byteStrings(older.get(1)), leaf), head.root()), "no such leaf");
        return "statement " + latest + " is the latest" + at;
    }

    // The index: leaves SHA-256(issuer || 0 || subject) || latest as 8 bytes, sorted, each key once.

    /** The payload {1: statements, 2: pairs, 3: root} of the index, which the ledger has signed. */
    private static Map<?, ?> index(byte[] leaf, Map<?, ?> key) throws GeneralSecurityException {
        List<?> statement = sign1(leaf);
        need(INDEX.equals(header(statement).get(3L)), "the statement called the index is none");
        cose(statement, key);
        return (Map<?, ?>) Cbor.parse((byte[]) statement.get(2));
    }

    /** The pair's own leaf, or with -1 the two neighbours between which it would stand. */
    private static void indexed(Map<?, ?> index, List<?> proof, byte[] pair, long latest) {
        long pairs = (Long) index.get(2L);
        byte[] root = (byte[]) index.get(3L);
        List<?> found = (List<?>) proof.get(0);
        List<?> before = (List<?>) proof.get(1);
        List<?> after = (List<?>) proof.get(2);
        if (latest >= 0) {
            need(found != null && Arrays.equals((byte[]) found.get(0), pair), "the index proof is of another pair");
            need(Long.valueOf(latest).equals(found.get(1)), "the index names another statement");
            placed(found, pairs, root);
            return;
        }
        need(found == null, "the index has a statement");
        long left = before == null ? -1 : placed(before, pairs, root);
        long right = after == null ? pairs : placed(after, pairs, root);
        need(right == left + 1, "the neighbours in the index are none");
        need(before == null || Arrays.compareUnsigned((byte[]) before.get(0), pair) < 0, "a neighbour is not before");
        need(after == null || Arrays.compareUnsigned((byte[]) after.get(0), pair) > 0, "a neighbour is not after");
    }

    /** @return position of the leaf [key, latest, leaves, position, path], which is in the index */
    private static long placed(List<?> place, long pairs, byte[] root) {
        byte[] key = (byte[]) place.get(0);
        need(key.length == 32 && Long.valueOf(pairs).equals(place.get(2)), "a leaf of another index");
        byte[] number = ByteBuffer.allocate(8).putLong((Long) place.get(1)).array();
        long position = (Long) place.get(3);
        byte[] reached = climb(pairs, position, byteStrings(place.get(4)), Cbor.join(key, number));
        need(Arrays.equals(reached, root), "leaf " + position + " is not in the index");
        return position;
    }

    private static byte[] pair(String issuer, String subject) {
        return sha256(name(issuer), new byte[1], name(subject));
    }

    private static byte[] name(String text) {
        byte[] utf8 = bytes(text);
        return utf8.length <= 512 ? utf8 : bytes("sha-256:" + HexFormat.of().formatHex(sha256(utf8)));
    }

    // Trees (RFC 9162 §2.1).

    /** The root after the tail was appended to a tree of {@code size} leaves with these subtrees, largest first. */
    private static byte[] grown(long size, List<byte[]> peaks, List<byte[]> tail) {
        need(peaks.size() == Long.bitCount(size), "the subtrees before the statements are not as many");
        Deque<byte[]> roots = new ArrayDeque<>();
        for (byte[] peak : peaks) {
            need(peak.length == 32, "the root of a subtree has 32 bytes");
            roots.push(peak);
        }
        for (byte[] leaf : tail) {
            byte[] hash = sha256(new byte[] {0}, leaf);
            // As in adding one to a binary number: every subtree that has its like is joined with it.
            for (long n = size; (n & 1) == 1; n >>= 1) {
                hash = sha256(new byte[] {1}, roots.pop(), hash);
            }
            roots.push(hash);
            size++;
        }
        byte[] root = roots.pop();
        while (!roots.isEmpty()) {
            root = sha256(new byte[] {1}, roots.pop(), root);
        }
        return root;
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

    // Heads (C2SP tlog-checkpoint): text, empty line, signature lines; a vkey is name+id+base64(type, key).

    private record Head(long size, byte[] root) {
        static Head of(String note, String vkey) throws GeneralSecurityException {
            String name = vkey.substring(0, vkey.indexOf('+'));
            byte[] key = base64(vkey.substring(vkey.indexOf('+', name.length() + 1) + 1));
            need(key.length == 33 && key[0] == 1, "the key is not an Ed25519 note key");
            byte[] id = Arrays.copyOf(sha256(bytes(name + "\n"), key), 4);
            int end = note.lastIndexOf("\n\n");
            need(end > 0 && note.startsWith(name + "\n"), "the head is of another log");
            key = Cbor.join(ED25519_SPKI, Arrays.copyOfRange(key, 1, key.length));
            PublicKey edKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key));
            byte[] signed = bytes(note.substring(0, end + 1));
            for (String line : note.substring(end + 2).split("\n")) {
                if (line.startsWith("\u2014 " + name + " ")) {
                    byte[] signature = base64(line.substring(name.length() + 3));
                    if (Arrays.equals(id, Arrays.copyOf(signature, 4))
                            && verify("Ed25519", edKey, signed, Arrays.copyOfRange(signature, 4, signature.length))) {
                        String[] lines = note.split("\n");
                        return new Head(Long.parseLong(lines[1]), base64(lines[2]));
                    }
                }
            }
            throw new GeneralSecurityException("no signature of " + name + " on the head verifies");
        }
    }

    // Statements: COSE_Sign1 = 18([protected, {}, payload, signature]), issuer and subject in CWT claims 1 and 2.

    private static List<?> sign1(byte[] leaf) {
        need(leaf.length > 1 && (leaf[0] & 0xff) == 0xd2, "no COSE_Sign1 with tag 18");
        List<?> parts = (List<?>) Cbor.parse(Arrays.copyOfRange(leaf, 1, leaf.length));
        need(parts.size() == 4 && ((Map<?, ?>) parts.get(1)).isEmpty(), "not what is logged of a statement");
        return parts;
    }

    private static Map<?, ?> header(List<?> statement) {
        return (Map<?, ?>) Cbor.parse((byte[]) statement.get(0));
    }

    private static boolean isOf(byte[] leaf, String issuer, String subject) {
        Map<?, ?> claims = (Map<?, ?>) header(sign1(leaf)).get(15L);
        return issuer.equals(claims.get(1L)) && subject.equals(claims.get(2L));
    }

    /** Verifies over Sig_structure = ["Signature1", protected, h'', payload]; alg only from the protected header. */
    private static void cose(List<?> message, Map<?, ?> key) throws GeneralSecurityException {
        Object alg = header(message).get(1L);
        need(Long.valueOf(-7).equals(alg) || Long.valueOf(-9).equals(alg), "the protected algorithm is not ES256");
        byte[] signed = Cbor.join(
                new byte[] {(byte) 0x84, 0x6a},
                bytes("Signature1"),
                Cbor.bstr((byte[]) message.get(0)),
                Cbor.bstr(new byte[0]),
                Cbor.bstr((byte[]) message.get(2)));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(new BigInteger(1, (byte[]) key.get(-2L)), new BigInteger(1, (byte[]) key.get(-3L)));
        PublicKey p256 = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
        boolean own = verify("SHA256withECDSAinP1363Format", p256, signed, (byte[]) message.get(3));
        need(own, "the index is not signed by the ledger");
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

    private static List<byte[]> byteStrings(Object array) {
        return ((List<?>) array).stream().map(byte[].class::cast).toList();
    }

    private static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        need(Base64.getEncoder().encodeToString(bytes).equals(text), "base64 in another form");
        return bytes;
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

    /** As much CBOR (RFC 8949) as is needed: definite lengths, no bytes left over; tags are dropped. */
    private static final class Cbor {
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
            int type = first >> 5;
            need(type < 2 || type > 5 || value <= in.remaining(), "CBOR length beyond the input");
            return switch (type) {
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
                    Map<Object, Object> map = new HashMap<>();
                    for (long i = 0; i < value; i++) {
                        Object key = item(in, depth + 1);
                        need(!map.containsKey(key), "map key twice");
                        map.put(key, item(in, depth + 1));
                    }
                    yield map;
                }
                case 6 -> item(in, depth + 1);
                default -> (double) value; // Of a float nothing is asked; it equals no integer.
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

        /** A byte string of fewer than 2^32 bytes, in the shortest form. */
        static byte[] bstr(byte[] content) {
            int n = content.length;
            ByteBuffer head = ByteBuffer.allocate(5);
            if (n < 24) {
                head.put((byte) (0x40 | n));
            } else if (n < 0x100) {
                head.put((byte) 0x58).put((byte) n);
            } else if (n < 0x10000) {
                head.put((byte) 0x59).putShort((short) n);
            } else {
                head.put((byte) 0x5a).putInt(n);
            }
            return join(Arrays.copyOf(head.array(), head.position()), content);
        }

        static byte[] join(byte[]... parts) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            Arrays.stream(parts).forEach(all::writeBytes);
            return all.toByteArray();
        }
    }
}
