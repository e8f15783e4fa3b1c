package dev.muster.cli.server;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster device}. */
@Command(
        name = "device",
        description = "Look at devices.",
        subcommands = {DeviceListVerb.class, DeviceShowVerb.class})
public final class DeviceVerbs extends VerbGroup {}
