package dev.muster.guard.linux;

import java.io.IOException;

/** Gives up root, for the calling thread and what it starts. The C library would change the whole process; these calls do not. */
public final class Privileges {
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int CAPBSET_READ = 23;
    private static final int CAPBSET_DROP = 24;
    private static final int AMBIENT = 47;
    private static final int AMBIENT_CLEAR_ALL = 4;

    /** Beyond any kernel's last capability. */
    private static final int CAPABILITIES_MAX = 64;

    private Privileges() {}

    /** No program started from here on gains anything by being set-user-id or by file capabilities. */
    public static void noNewPrivileges() throws IOException {
        Kernel.call(Call.PRCTL, SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    }

    /** Empties the bounding set, so that not even a program with file capabilities has one. */
    public static void dropBounding() throws IOException {
        for (int capability = 0; capability < CAPABILITIES_MAX; capability++) {
            try {
                Kernel.call(Call.PRCTL, CAPBSET_READ, capability, 0, 0, 0);
            } catch (Kernel.Errno beyondLast) {
                return;
            }
            Kernel.call(Call.PRCTL, CAPBSET_DROP, capability, 0, 0, 0);
        }
    }

    /**
     * Becomes an ordinary user: no groups, no capabilities, no way back.
     *
     * @param id number of user and group, not 0
     */
    public static void become(int id) throws IOException {
        if (id <= 0) {
            throw new IllegalArgumentException("an ordinary user's number is above 0, not " + id);
        }
        dropBounding();
        Kernel.call(Call.PRCTL, AMBIENT, AMBIENT_CLEAR_ALL, 0, 0, 0);
        Kernel.call(Call.SETGROUPS, 0, 0);
        Kernel.call(Call.SETRESGID, id, id, id);
        Kernel.call(Call.SETRESUID, id, id, id);
    }
}
