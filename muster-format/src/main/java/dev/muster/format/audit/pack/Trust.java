package dev.muster.format.audit.pack;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cose.CoseKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a checker pins: got once, over a way that is trusted, and kept. In text, one key a line: {@code log}
 * and a vkey, {@code evidence} or {@code receipts} and a COSE_Key in base64; lines that start with {@code #} are remarks.
 *
 * @param log that signs the record log's checkpoints
 * @param evidence that signs packs
 * @param receipts that signs receipts of statements; without it, a pack with statements does not verify
 */
public record Trust(NoteKey log, CoseKey evidence, Optional<CoseKey> receipts) {
    /** Three keys and some remarks. */
    static final int MAX_CHARACTERS = 16_384;

    /** @throws PackException when a line cannot be read or a key is missing or there twice */
    public static Trust parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new PackException("more than " + MAX_CHARACTERS + " characters", "/");
        }
        List<NoteKey> log = new ArrayList<>();
        List<CoseKey> evidence = new ArrayList<>();
        List<CoseKey> receipts = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split(" ", 2);
            String path = "/line " + number;
            if (words.length != 2) {
                throw new PackException("a line is a word and a key", path);
            }
            try {
                switch (words[0]) {
                    case "log" -> log.add(NoteKey.parse(words[1]));
                    case "evidence" -> evidence.add(key(words[1]));
                    case "receipts" -> receipts.add(key(words[1]));
                    default -> throw new PackException("not a kind of key: " + words[0], path);
                }
            } catch (MalformedException e) {
                throw e instanceof PackException known ? known : new PackException(e, path);
            } catch (IllegalArgumentException e) {
                throw new PackException("the key is not base64", path);
            }
        }
        if (log.size() != 1 || evidence.size() != 1 || receipts.size() > 1) {
            throw new PackException("one log key and one evidence key are needed, one receipts key at most", "/");
        }
        return new Trust(log.getFirst(), evidence.getFirst(), receipts.stream().findFirst());
    }

    /** The text form, the inverse of {@link #parse}. */
    public String text() {
        StringBuilder text = new StringBuilder("log ").append(log.vkey()).append('\n');
        text.append("evidence ").append(base64(evidence)).append('\n');
        receipts.ifPresent(key -> text.append("receipts ").append(base64(key)).append('\n'));
        return text.toString();
    }

    private static CoseKey key(String base64) {
        return CoseKey.parse(Base64.getDecoder().decode(base64));
    }

    private static String base64(CoseKey key) {
        return Base64.getEncoder().encodeToString(key.encode());
    }
}
