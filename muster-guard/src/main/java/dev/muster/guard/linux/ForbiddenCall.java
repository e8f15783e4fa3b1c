package dev.muster.guard.linux;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Calls that reach for the machine instead of for work: mounts, namespaces, other processes, the kernel, its clock, its keys. */
public enum ForbiddenCall {
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSMOUNT(432, 432),
    MOUNT_SETATTR(442, 442),
    UNSHARE(272, 97),
    SETNS(308, 268),
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PIDFD_GETFD(438, 438),
    KCMP(312, 272),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    KEYCTL(250, 219),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    OPEN_BY_HANDLE_AT(304, 265),
    NAME_TO_HANDLE_AT(303, 264),
    CLOCK_SETTIME(227, 112),
    SETTIMEOFDAY(164, 170),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    SYSLOG(103, 116),
    VHANGUP(153, 58),
    LOOKUP_DCOOKIE(212, 18),
    FANOTIFY_INIT(300, 262),
    NFSSERVCTL(180, 42),
    MIGRATE_PAGES(256, 238),
    MOVE_PAGES(279, 239),
    IOPL(172, -1),
    IOPERM(173, -1),
    MODIFY_LDT(154, -1);

    private final int amd64;
    private final int aarch64;

    ForbiddenCall(int amd64, int aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    /** Number on this machine; -1, which no call has, where it does not exist. */
    int number() {
        return Call.Machine.HERE == Call.Machine.AARCH64 ? aarch64 : amd64;
    }

    /** The names as libseccomp and container runtimes write them. */
    public static List<String> names() {
        return Arrays.stream(values())
                .map(call -> call.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
