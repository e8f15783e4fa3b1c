package dev.muster.core.host.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** There is something by which the device can sense or act on what is around it. */
final class SensesSomething extends StandardCheck {
    private static final Pattern SAID = Pattern.compile("\\d{1,6} hwmon, \\d{1,6} iio, \\d{1,6} gpio");

    SensesSomething() {
        super(
                "HO-sensors",
                "the kernel knows sensors, or lines for actuators",
                List.of(HostFacts.SENSORS),
                DAY.multipliedBy(2),
                "load the drivers of the sensors");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, HostFacts.SENSORS);
        if (value.equals("none")) {
            return Judgement.breached("the device says that it has no sensor and no line for an actuator");
        }
        return SAID.matcher(value).matches()
                ? Judgement.holds("the device has " + value)
                : Judgement.undecided("the device says that host.sensors is " + value);
    }
}
