package dev.muster.cli.device;

import dev.muster.cli.DeviceMain;
import dev.muster.cli.Main;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This very program, as it can be started again in another process. */
public final class OwnProgram {
    private OwnProgram() {}

    /**
     * Words that start {@code muster args…} with this process's Java and class path.
     *
     * @param jvm further flags of the virtual machine
     */
    public static List<String> words(List<String> jvm, List<String> args) {
        return words(System.getProperty("java.class.path"), jvm, args);
    }

    /** The same over a copy of its classes. */
    public static List<String> words(String classPath, List<String> jvm, List<String> args) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // What the launcher found out about this machine's Java holds for the children too; heap limits do not.
            if (flag.startsWith("-XX:")
                    || flag.startsWith("-Xlog")
                    || flag.startsWith("-Xshare")
                    || flag.startsWith("--enable-native-access")
                    || flag.startsWith("-Djava.io.tmpdir")
                    || flag.startsWith("-Dfile.encoding")) {
                words.add(flag);
            }
        }
        // Whoever keeps a process starts it again; nobody mends one that is half alive.
        words.add("-XX:+ExitOnOutOfMemoryError");
        words.add("-XX:-UsePerfData");
        words.addAll(jvm);
        words.addAll(List.of("-cp", classPath, main()));
        words.addAll(args);
        return words;
    }

    /** The command of a device's package has no server among its classes, and its children have none either. */
    private static String main() {
        String started = System.getProperty("sun.java.command", "").split(" ", 2)[0];
        return started.equals(DeviceMain.class.getName()) ? started : Main.class.getName();
    }

    /** What it is made of: its Java, its classes, and what was prepared to start it faster. */
    public static List<Path> readable() {
        List<Path> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            all.add(Path.of(entry).toAbsolutePath());
        }
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("-XX:AOTCache=")) {
                all.add(Path.of(flag.substring("-XX:AOTCache=".length())).toAbsolutePath());
            }
        }
        return all.stream().filter(Files::exists).toList();
    }
}
