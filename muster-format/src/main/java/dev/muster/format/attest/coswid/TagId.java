package dev.muster.format.attest.coswid;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Identity of a CoSWID, CoMID or CoRIM: text, or a UUID carried as 16 bytes (RFC 9393 §2.3; CoRIM -11 §5.1.1). */
public sealed interface TagId {
    /** Longest accepted text identity; makers use URIs, which stay well below this. */
    int MAX_TEXT_CHARS = 512;

    record Text(String value) implements TagId {
        public Text {
            if (value.isEmpty() || value.length() > MAX_TEXT_CHARS) {
                throw new IllegalArgumentException("a tag id has 1.." + MAX_TEXT_CHARS + " characters");
            }
        }

        @Override
        public String toString() {
            return value;
        }
    }

    record Uuid(UUID value) implements TagId {
        /** The 16 bytes in network order. */
        public byte[] bytes() {
            return ByteBuffer.allocate(16)
                    .putLong(value.getMostSignificantBits())
                    .putLong(value.getLeastSignificantBits())
                    .array();
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    static TagId of(String text) {
        return new Text(text);
    }

    /** @throws IllegalArgumentException when there are not exactly 16 bytes */
    static TagId of(byte[] uuid) {
        if (uuid.length != 16) {
            throw new IllegalArgumentException("a binary tag id is a UUID of 16 bytes, not " + uuid.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(uuid);
        return new Uuid(new UUID(buffer.getLong(), buffer.getLong()));
    }
}
