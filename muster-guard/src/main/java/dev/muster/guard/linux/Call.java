package dev.muster.guard.linux;

import java.io.IOException;

/** The system calls that are used, with their numbers on the two machines that are known. */
enum Call {
    PRCTL(157, 167),
    SETNS(308, 268),
    SOCKET(41, 198),
    BIND(49, 200),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    SECCOMP(317, 277),
    FANOTIFY_INIT(300, 262),
    FANOTIFY_MARK(301, 263),
    OPEN(257, 56),
    CLOSE(3, 57),
    READ(0, 63),
    WRITE(1, 64),
    POLL(271, 73),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446);

    private final int amd64;
    private final int aarch64;

    Call(int amd64, int aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    /** @throws IOException on a machine whose numbers are not known */
    long number() throws IOException {
        return switch (Machine.HERE) {
            case AMD64 -> amd64;
            case AARCH64 -> aarch64;
            case OTHER -> throw new IOException("system calls of this processor are not known");
        };
    }

    /** The machine's word size and call numbers. */
    enum Machine {
        AMD64,
        AARCH64,
        OTHER;

        static final Machine HERE = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> AMD64;
            case "aarch64" -> AARCH64;
            default -> OTHER;
        };
    }
}
