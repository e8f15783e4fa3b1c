package dev.muster.agent.guarded;

import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureKind;
import dev.muster.guard.socket.Happening;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the guard saw, as it is told to the server: what failed and how it shows, without what differs by device. */
final class Failures {
    private static final Pattern ENDED = Pattern.compile("(\\S+) ended with (\\d+)");
    private static final Pattern REFUSED = Pattern.compile("(.*?)(?: (sha256:[0-9a-f]+))?");

    /** What a shell says of a process that a signal ended. */
    private static final int BY_SIGNAL = 128;

    private static final Map<Integer, String> SIGNALS = Map.of(
            4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM", 31,
            "SIGSYS");

    private Failures() {}

    static Failure of(Happening one) {
        String what = one.what();
        String sign = "";
        switch (one.kind()) {
            case WORKLOAD_FAILED, OUT_OF_MEMORY, FORBIDDEN_CALL -> {
                Matcher ended = ENDED.matcher(what);
                if (ended.matches()) {
                    what = ended.group(1);
                    sign = sign(Integer.parseInt(ended.group(2)));
                }
            }
            case PROGRAM_REFUSED -> {
                Matcher refused = REFUSED.matcher(what);
                if (refused.matches()) {
                    what = refused.group(1).substring(refused.group(1).lastIndexOf('/') + 1);
                    sign = refused.group(2) == null ? "" : refused.group(2);
                }
            }
            case AGENT_ENDED -> what = "agent";
            case FILE_CHANGED -> what = what.split(" ", 2)[0];
            // By how much is another number on each device.
            case CLOCK_STEPPED -> what = what.split(" by ", 2)[0];
            case PART_ADDED, SENSOR_FAILED -> {}
        }
        return new Failure(
                kind(one),
                shown(what.isEmpty() ? "?" : what),
                shown(sign),
                shown(one.culprit()),
                one.at(),
                one.at(),
                1);
    }

    private static String sign(int status) {
        return status > BY_SIGNAL
                ? "signal " + SIGNALS.getOrDefault(status - BY_SIGNAL, String.valueOf(status - BY_SIGNAL))
                : "exit " + status;
    }

    private static FailureKind kind(Happening one) {
        return switch (one.kind()) {
            case FILE_CHANGED -> FailureKind.FILE_CHANGED;
            case PROGRAM_REFUSED -> FailureKind.PROGRAM_REFUSED;
            case PART_ADDED -> FailureKind.PART_ADDED;
            case WORKLOAD_FAILED -> FailureKind.CRASH;
            case OUT_OF_MEMORY -> FailureKind.OUT_OF_MEMORY;
            case FORBIDDEN_CALL -> FailureKind.FORBIDDEN_CALL;
            case SENSOR_FAILED -> FailureKind.SENSOR;
            case CLOCK_STEPPED -> FailureKind.CLOCK;
            case AGENT_ENDED -> FailureKind.AGENT_ENDED;
        };
    }

    /** Names are an attacker's to choose: without control characters, and short. */
    private static String shown(String text) {
        String printable = text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.length() > Failure.MAX_CHARS ? printable.substring(0, Failure.MAX_CHARS) : printable;
    }
}
