package dev.muster.cli.log;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster log}. */
@Command(
        name = "log",
        description = "Prove, verify and check what the ledger says.",
        subcommands = {
            LogListVerb.class,
            LogShowVerb.class,
            LogLatestVerb.class,
            LogProveVerb.class,
            LogVerifyVerb.class,
            LogFsckVerb.class,
            LogReplayVerb.class,
            LogExportVerb.class,
            LogWitnessVerb.class
        })
public final class LogVerbs extends VerbGroup {}
