package dev.muster.cli;

import dev.muster.format.crypto.Crypto;

/** The command {@code muster-agent} of a device's package: the verbs of a device, without those of a server. */
public final class DeviceMain {
    private DeviceMain() {}

    /** Runs one verb and ends the process with its status. */
    public static void main(String[] args) {
        System.setProperty(Crypto.JDK_FIRST, "true");
        Main.start(Verbs.ofDevice(), args);
    }
}
