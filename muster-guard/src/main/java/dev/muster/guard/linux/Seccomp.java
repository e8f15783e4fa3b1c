package dev.muster.guard.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter of system calls: what no agent and no workload ever needs is refused with "not permitted", whoever asks. The
 * list is {@link ForbiddenCall}; everything else is the other layers' business.
 */
public final class Seccomp {
    private static final int SET_MODE_FILTER = 1;
    private static final int AUDIT_AMD64 = 0xC000003E;
    private static final int AUDIT_AARCH64 = 0xC00000B7;

    /** Numbers from here on are the x32 interface of x86-64: the same calls by other numbers. */
    private static final int X32 = 0x40000000;

    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7FFF0000;
    private static final int KILL = 0x80000000;
    private static final int REFUSE = 0x00050000 | Kernel.Errno.EPERM;

    /** Flags of {@code clone} that make namespaces, but not CLONE_NEWTIME, whose bit there is a signal number's. */
    private static final int NEW_NAMESPACE = 0x7E020000;

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCHITECTURE = 4;
    private static final int OFFSET_FIRST_ARGUMENT = 16;

    private Seccomp() {}

    /** Confines the calling thread and what it starts. */
    public static void restrict() throws IOException {
        byte[] program = filter();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(program.length, 8);
            MemorySegment.copy(program, 0, code, ValueLayout.JAVA_BYTE, 0, program.length);
            MemorySegment frame = arena.allocate(16, 8);
            frame.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
            frame.set(ValueLayout.JAVA_LONG, 8, code.address());
            Privileges.noNewPrivileges();
            Kernel.call(Call.SECCOMP, SET_MODE_FILTER, 0, frame.address());
        }
    }

    /** The filter as the kernel takes it, eight bytes an instruction. */
    public static byte[] filter() throws IOException {
        boolean amd64 = Call.Machine.HERE == Call.Machine.AMD64;
        List<Long> code = new ArrayList<>();
        code.add(of(LOAD, 0, 0, OFFSET_ARCHITECTURE));
        code.add(of(IF_EQUAL, 1, 0, amd64 ? AUDIT_AMD64 : AUDIT_AARCH64));
        code.add(of(RETURN, 0, 0, KILL));
        code.add(of(LOAD, 0, 0, OFFSET_NUMBER));
        if (amd64) {
            code.add(of(IF_AT_LEAST, 0, 1, X32));
            code.add(of(RETURN, 0, 0, KILL));
        }
        for (ForbiddenCall call : ForbiddenCall.values()) {
            code.add(of(IF_EQUAL, 0, 1, call.number()));
            code.add(of(RETURN, 0, 0, REFUSE));
        }
        // clone3 hides its flags behind a pointer: as if it were not there, so that libraries take clone.
        code.add(of(IF_EQUAL, 0, 1, CLONE3));
        code.add(of(RETURN, 0, 0, 0x00050000 | Kernel.Errno.ENOSYS));
        code.add(of(IF_EQUAL, 0, 3, amd64 ? CLONE_AMD64 : CLONE_AARCH64));
        code.add(of(LOAD, 0, 0, OFFSET_FIRST_ARGUMENT));
        code.add(of(IF_ANY_BIT, 0, 1, NEW_NAMESPACE));
        code.add(of(RETURN, 0, 0, REFUSE));
        code.add(of(RETURN, 0, 0, ALLOW));
        ByteBuffer bytes = ByteBuffer.allocate(code.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        code.forEach(bytes::putLong);
        return bytes.array();
    }

    /** struct sock_filter: code, distance if true, distance if false, constant. */
    private static long of(int code, int yes, int no, int constant) {
        return code | (long) yes << 16 | (long) no << 24 | (long) constant << 32;
    }

    private static final int CLONE3 = 435;
    private static final int CLONE_AMD64 = 56;
    private static final int CLONE_AARCH64 = 220;
}
