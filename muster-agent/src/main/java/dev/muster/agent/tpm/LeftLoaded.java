package dev.muster.agent.tpm;

import java.io.IOException;
import java.util.List;

/**
 * What a program left in the TPM that ended between loading something and taking it away. No resource manager stands before
 * the socket of a TPM, there is room for three objects and three sessions, and whoever comes next would find it full for ever.
 */
final class LeftLoaded {
    /** Where handles of transient objects begin (TPM 2.0 Part 2, 7.2). */
    private static final int OBJECTS = 0x8000_0000;

    /** Where loaded sessions are asked for; saved ones, which may be another program's, are asked for elsewhere. */
    private static final int LOADED_SESSIONS = 0x0200_0000;

    /** More than any TPM has room for. */
    private static final int MOST = 64;

    private LeftLoaded() {}

    static void flush(Tpm tpm) throws IOException {
        for (int first : List.of(OBJECTS, LOADED_SESSIONS)) {
            for (int handle : tpm.handles(first, MOST)) {
                tpm.flush(handle);
            }
        }
    }
}
