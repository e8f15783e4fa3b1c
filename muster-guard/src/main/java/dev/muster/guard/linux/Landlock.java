package dev.muster.guard.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Landlock (Linux 5.13 and later): a thread gives up every file, port and signal that its list does not name, for itself and
 * what it starts, for ever. What an older kernel cannot hold is left out and said by {@link #abi}.
 */
public final class Landlock {
    private static final int CREATE_VERSION = 1;
    private static final int RULE_PATH = 1;
    private static final int RULE_PORT = 2;

    /** Rights on files by version of the interface: 13 in the first, one more in the second, third and fifth. */
    private static final long FS_1 = (1L << 13) - 1;

    private static final long FS_REFER = 1L << 13;
    private static final long FS_TRUNCATE = 1L << 14;
    private static final long FS_IOCTL = 1L << 15;
    private static final long EXECUTE = 1L;
    private static final long WRITE_FILE = 1L << 1;
    private static final long READ_FILE = 1L << 2;
    private static final long READ_FOLDER = 1L << 3;

    /** Rights that a rule on something that is no folder may hold. */
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | FS_TRUNCATE | FS_IOCTL;

    private static final long BIND_TCP = 1L;
    private static final long CONNECT_TCP = 2L;
    private static final int ABI_NET = 4;
    private static final int ABI_SCOPE = 6;

    /** Abstract UNIX sockets and signals of processes outside. */
    private static final long SCOPES = 3L;

    private Landlock() {}

    /** What may be done below a path. */
    public enum Right {
        READ,
        READ_AND_RUN,
        WRITE
    }

    /** @param path itself and all below it; one that does not exist needs no rule */
    public record Rule(Path path, Right right) {}

    /** Version of the kernel's interface; 0 where there is none. */
    public static int abi() {
        try {
            return (int) Kernel.call(Call.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_VERSION);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Confines the calling thread and what it starts.
     *
     * @param rules all files that may be touched, and how; when there are none and no ports, files and ports are left alone and
     *     only signals and abstract sockets of those outside are withheld, where the kernel can
     * @param connect the only TCP ports to connect to, as far as the kernel can hold that; nothing may be bound
     * @throws IOException when the kernel did not take it; the thread is then not to be used
     */
    public static void restrict(List<Rule> rules, List<Integer> connect) throws IOException {
        int abi = abi();
        if (abi == 0) {
            throw new IOException("this kernel has no Landlock");
        }
        boolean scopesOnly = rules.isEmpty() && connect.isEmpty();
        if (scopesOnly && abi < ABI_SCOPE) {
            return;
        }
        long files = scopesOnly
                ? 0
                : FS_1 | (abi >= 2 ? FS_REFER : 0) | (abi >= 3 ? FS_TRUNCATE : 0) | (abi >= 5 ? FS_IOCTL : 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(24, 8);
            attributes.set(ValueLayout.JAVA_LONG, 0, files);
            attributes.set(ValueLayout.JAVA_LONG, 8, abi >= ABI_NET && !scopesOnly ? BIND_TCP | CONNECT_TCP : 0);
            attributes.set(ValueLayout.JAVA_LONG, 16, abi >= ABI_SCOPE ? SCOPES : 0);
            long size = abi >= ABI_SCOPE ? 24 : abi >= ABI_NET ? 16 : 8;
            int ruleset = (int) Kernel.call(Call.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
            try {
                for (Rule rule : rules) {
                    add(arena, ruleset, rule, files);
                }
                for (int port : abi >= ABI_NET ? connect : List.<Integer>of()) {
                    MemorySegment each = arena.allocate(16, 8);
                    each.set(ValueLayout.JAVA_LONG, 0, CONNECT_TCP);
                    each.set(ValueLayout.JAVA_LONG, 8, port);
                    Kernel.call(Call.LANDLOCK_ADD_RULE, ruleset, RULE_PORT, each.address(), 0);
                }
                Privileges.noNewPrivileges();
                Kernel.call(Call.LANDLOCK_RESTRICT_SELF, ruleset, 0);
            } finally {
                Kernel.close(ruleset);
            }
        }
    }

    private static void add(Arena arena, int ruleset, Rule rule, long known) throws IOException {
        if (!Files.exists(rule.path())) {
            return;
        }
        long rights = switch (rule.right()) {
            case READ -> READ_FILE | READ_FOLDER;
            case READ_AND_RUN -> READ_FILE | READ_FOLDER | EXECUTE;
            case WRITE -> known & ~EXECUTE;
        };
        if (!Files.isDirectory(rule.path())) {
            rights &= OF_FILES;
        }
        int path = Kernel.openPath(rule.path());
        try {
            // struct landlock_path_beneath_attr is packed: eight bytes of rights, four of descriptor.
            MemorySegment each = arena.allocate(12, 8);
            each.set(ValueLayout.JAVA_LONG, 0, rights);
            each.set(ValueLayout.JAVA_INT, 8, path);
            Kernel.call(Call.LANDLOCK_ADD_RULE, ruleset, RULE_PATH, each.address(), 0);
        } finally {
            Kernel.close(path);
        }
    }
}
