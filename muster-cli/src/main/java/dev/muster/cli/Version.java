package dev.muster.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code muster version}. */
@Command(name = "version", description = "Print the version of Muster and of the Java it runs on.")
final class Version extends Verb implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"muster " + muster() + ", Java " + Runtime.version()};
    }

    private static String muster() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development build");
    }

    @Override
    protected Status run(Screen screen) {
        String version = muster();
        String java = Runtime.version().toString();
        screen.result(Map.of("muster", version, "java", java), "muster " + version + ", Java " + java);
        return Status.YES;
    }
}
