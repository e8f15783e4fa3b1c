package dev.muster.guard.integrity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who processes are, remembered for those that end before anybody asks. Thread-safe. */
final class Culprits {
    private static final int KEPT_MAX = 1024;

    private final Map<Integer, String> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** Looks at a process that is there, such as one that waits for our answer. */
    String look(int process) {
        String said = read(process);
        if (!said.isEmpty()) {
            synchronized (seen) {
                seen.put(process, said);
            }
        }
        return said;
    }

    /** As {@code number user program}: as it is, or as it was when it was last looked at. */
    String name(int process) {
        synchronized (seen) {
            String known = seen.get(process);
            return known != null ? known : read(process).isEmpty() ? process + " (ended)" : read(process);
        }
    }

    private static String read(int process) {
        Path folder = Path.of("/proc", String.valueOf(process));
        try {
            String user = Files.readAllLines(folder.resolve("status")).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+", -1)[1])
                    .findFirst()
                    .orElse("?");
            return process + " user " + user + " " + Files.readSymbolicLink(folder.resolve("exe"));
        } catch (IOException ended) {
            return "";
        }
    }
}
