package dev.muster.cli.comply;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster comply}. */
@Command(
        name = "comply",
        description = "Show which security requirements the evidence supports.",
        subcommands = {ComplyRunVerb.class, WhyVerb.class, ComplyDiffVerb.class, ComplyWaiveVerb.class})
public final class ComplyVerbs extends VerbGroup {}
