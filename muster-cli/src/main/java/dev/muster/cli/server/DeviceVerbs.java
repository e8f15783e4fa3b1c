package dev.muster.cli.server;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster device}. */
@Command(
        name = "device",
        description = "Look at devices, and decide about them.",
        subcommands = {
            DeviceListVerb.class,
            DeviceShowVerb.class,
            DeviceStepVerb.Quarantine.class,
            DeviceStepVerb.Release.class,
            DeviceStepVerb.Retire.class
        })
public final class DeviceVerbs extends VerbGroup {}
