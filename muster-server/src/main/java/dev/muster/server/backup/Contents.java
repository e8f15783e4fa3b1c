package dev.muster.server.backup;

import dev.muster.server.config.StartFailure;
import java.util.List;

/**
 * What a backup says of itself.
 *
 * @param format version of this shape
 * @param takenAt RFC 3339
 * @param database {@code sqlite} or {@code postgresql}
 * @param members everything else in the archive, in its order
 */
record Contents(int format, String takenAt, String database, List<Member> members) {
    static final String NAME = "backup.json";
    static final String DATABASE = "database";
    static final String FILES = "data/";
    static final String SQLITE = "sqlite";
    static final String POSTGRESQL = "postgresql";
    static final int FORMAT = 1;

    /**
     * A member of the archive.
     *
     * @param name {@code database}, or {@code data/} and a path in the data directory
     * @param sha256 in hex
     */
    record Member(String name, long bytes, String sha256) {}

    Contents {
        members = List.copyOf(members);
    }

    void requireReadable() {
        if (format != FORMAT) {
            throw new StartFailure("This backup has format " + format + "; this version reads " + FORMAT + ".");
        }
    }
}
