package dev.muster.cli.suit;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster suit}. */
@Command(
        name = "suit",
        description = "Make, check and run SUIT envelopes offline.",
        subcommands = {
            SuitCreateVerb.class,
            SuitCheckVerb.class,
            SuitSignVerb.class,
            SuitVerifyVerb.class,
            SuitRunVerb.class,
            SuitTraceVerb.class
        })
public final class SuitVerbs extends VerbGroup {}
