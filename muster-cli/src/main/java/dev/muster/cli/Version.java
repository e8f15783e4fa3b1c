package dev.muster.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code muster version}. */
@Command(name = "version", description = "Print the version of Muster and of the Java it runs on.")
final class Version extends Verb {

    @Override
    protected Status run(Screen screen) {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development build");
        String java = Runtime.version().toString();
        screen.result(Map.of("muster", version, "java", java), "muster " + version + ", Java " + java);
        return Status.YES;
    }
}
