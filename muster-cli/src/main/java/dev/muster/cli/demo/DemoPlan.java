package dev.muster.cli.demo;

import java.nio.file.Path;

/**
 * What the demo is to do.
 *
 * @param devices how many, at least 5 so that there is a canary and a rest
 * @param seed decides the bytes of the firmware; keys are fresh every time
 * @param folder everything the demo makes is below it
 * @param consolePort 0 for any free one
 */
record DemoPlan(int devices, long seed, Path folder, int consolePort) {

    static final int DEVICES_MIN = 5;

    /** More need more memory and files than a laptop gives. */
    static final int DEVICES_MAX = 2000;

    static final String ORG = "demo";
    static final String OTHER_ORG = "other";
    static final String MAKER = "Acme";
    static final String VENDOR_DOMAIN = "acme.example";
    static final String PRODUCT = "acme-cam";
    static final String MODEL = "AC-1";
    static final String FIRST_VERSION = "1.4.1";
    static final String SECOND_VERSION = "1.4.2";
    static final int CANARIES = 3;

    /** The device that is attacked. */
    String victim() {
        return device(4);
    }

    /** The device whose agent is a process of its own. */
    String real() {
        return device(devices);
    }

    /** {@code cam-07}; with leading zeros so that lists sort. */
    String device(int number) {
        return devices < 100 ? String.format("cam-%02d", number) : String.format("cam-%04d", number);
    }

    Path server() {
        return folder.resolve("server");
    }

    /** One folder for each simulated device. */
    Path fleet() {
        return folder.resolve("simulated-fleet");
    }

    Path realDevice() {
        return folder.resolve("device").resolve(real());
    }

    Path maker() {
        return folder.resolve("maker");
    }

    Path logs() {
        return folder.resolve("logs");
    }
}
