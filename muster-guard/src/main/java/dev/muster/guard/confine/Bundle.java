package dev.muster.guard.confine;

import dev.muster.format.devices.manifest.Workload;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import dev.muster.guard.linux.ForbiddenCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The OCI runtime configuration (version 1.0.2) of a workload. Calls that only an attack makes end the workload, so that the
 * attempt is known; other forbidden ones are refused.
 */
final class Bundle {
    private static final long MIB = 1024L * 1024;
    private static final long PERIOD_MICROS = 100_000;
    private static final List<String> ATTACKS = List.of(
            "init_module",
            "finit_module",
            "delete_module",
            "kexec_load",
            "kexec_file_load",
            "reboot",
            "open_by_handle_at");

    /** Programs that lie in memory only are run without anybody being asked. */
    private static final List<String> FILELESS = List.of("memfd_create", "memfd_secret");

    private Bundle() {}

    static byte[] config(Workload workload, Path root, String group) {
        Map<String, Object> process = of(
                "terminal", false,
                "user", of("uid", workload.user(), "gid", workload.user()),
                "args", workload.command(),
                "env", List.of("PATH=/bin:/usr/bin", "HOME=/data"),
                "cwd", "/",
                "capabilities", noCapabilities(),
                "noNewPrivileges", true);
        return JsonWriter.compact(json(of(
                "ociVersion", "1.0.2",
                "process", process,
                "root", of("path", root.toString(), "readonly", true),
                "hostname", workload.name(),
                "mounts", mounts(workload),
                "linux", linux(workload, group))));
    }

    private static Map<String, Object> noCapabilities() {
        Map<String, Object> none = new LinkedHashMap<>();
        for (String set : List.of("bounding", "effective", "inheritable", "permitted", "ambient")) {
            none.put(set, List.of());
        }
        return none;
    }

    private static List<Object> mounts(Workload workload) {
        List<Object> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/dev", "tmpfs", "nosuid", "noexec", "mode=755", "size=64k"));
        if (workload.diskMib() > 0) {
            mounts.add(mount(
                    "/data",
                    "tmpfs",
                    "nosuid",
                    "nodev",
                    "noexec",
                    "mode=0700",
                    "size=" + workload.diskMib() + "m",
                    "nr_inodes=" + Workloads.INODES_MAX,
                    "uid=" + workload.user(),
                    "gid=" + workload.user()));
        }
        return mounts;
    }

    private static Map<String, Object> mount(String at, String type, String... options) {
        return of("destination", at, "type", type, "source", type, "options", List.of(options));
    }

    private static Map<String, Object> linux(Workload workload, String group) {
        List<Object> namespaces = new ArrayList<>();
        for (String kind : List.of("pid", "ipc", "uts", "mount", "cgroup")) {
            namespaces.add(of("type", kind));
        }
        if (!workload.network()) {
            namespaces.add(of("type", "network"));
        }
        long memory = workload.memoryMib() * MIB;
        Map<String, Object> resources = of(
                "devices", List.of(of("allow", false, "access", "rwm")),
                // Unset, memory that is swapped out would not count.
                "memory", of("limit", memory, "swap", memory),
                "cpu", of("quota", workload.cpuPercent() * PERIOD_MICROS / 100, "period", PERIOD_MICROS),
                "pids", of("limit", workload.processes()));
        List<String> refused = Stream.concat(ForbiddenCall.names().stream(), FILELESS.stream())
                .filter(name -> !ATTACKS.contains(name))
                .toList();
        List<Object> rules = new ArrayList<>(List.of(
                of("names", ATTACKS, "action", "SCMP_ACT_KILL_PROCESS"),
                of("names", refused, "action", REFUSED),
                // It hides its flags behind a pointer: as if it were not there, so that libraries take clone.
                of("names", List.of("clone3"), "action", REFUSED, "errnoRet", ENOSYS)));
        for (long bit : NEW_NAMESPACE) {
            Map<String, Object> flag = of("index", 0, "value", bit, "valueTwo", bit, "op", "SCMP_CMP_MASKED_EQ");
            rules.add(of("names", List.of("clone"), "action", REFUSED, "args", List.of(flag)));
        }
        Map<String, Object> seccomp = of("defaultAction", "SCMP_ACT_ALLOW", "syscalls", rules);
        return of(
                "namespaces",
                namespaces,
                "cgroupsPath",
                "/" + group,
                "resources",
                resources,
                "seccomp",
                seccomp,
                "maskedPaths",
                List.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/acpi"),
                "readonlyPaths",
                List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", "/proc/scsi"));
    }

    private static final String REFUSED = "SCMP_ACT_ERRNO";
    private static final int ENOSYS = 38;

    /** Flags of {@code clone} that make a namespace: mount, cgroup, UTS, IPC, user, PID, network. */
    private static final List<Long> NEW_NAMESPACE =
            List.of(0x20000L, 0x2000000L, 0x4000000L, 0x8000000L, 0x10000000L, 0x20000000L, 0x40000000L);

    private static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Json json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, each) -> members.put((String) name, json(each)));
                yield new Json.Obj(members);
            }
            case List<?> list -> Json.of(list.stream().map(Bundle::json).toList());
            case Boolean truth -> Json.of(truth);
            case Number number -> Json.of(number.longValue());
            default -> Json.of(String.valueOf(value));
        };
    }
}
