package dev.muster.cli.server;

import dev.muster.cli.VerbGroup;
import dev.muster.cli.joining.DeviceCheckVerb;
import picocli.CommandLine.Command;

/** {@code muster device}. */
@Command(
        name = "device",
        description = "Look at devices, and decide about them.",
        subcommands = {
            DeviceListVerb.class,
            DeviceShowVerb.class,
            DeviceCheckVerb.class,
            DeviceStepVerb.Quarantine.class,
            DeviceStepVerb.Release.class,
            DeviceStepVerb.Retire.class,
            DeviceWipeVerb.class
        })
public final class DeviceVerbs extends VerbGroup {}
