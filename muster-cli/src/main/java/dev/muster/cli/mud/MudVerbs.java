package dev.muster.cli.mud;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster mud}. */
@Command(
        name = "mud",
        description = "Check what a device's maker says it needs of the network (RFC 8520).",
        subcommands = {
            MudCheckVerb.class,
            MudCompileVerb.class,
            MudDiffVerb.class,
            MudGatewayVerb.class,
            MudLearnVerb.class,
            MudRehearseVerb.class
        })
public final class MudVerbs extends VerbGroup {}
