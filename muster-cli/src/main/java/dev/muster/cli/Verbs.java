package dev.muster.cli;

import dev.muster.cli.appraise.AppraiseVerb;
import dev.muster.cli.comply.ComplyVerbs;
import dev.muster.cli.comply.ExportVerb;
import dev.muster.cli.comply.WhyVerb;
import dev.muster.cli.demo.DemoVerb;
import dev.muster.cli.demo.WarmVerb;
import dev.muster.cli.device.AgentDoctorVerb;
import dev.muster.cli.device.AgentVerb;
import dev.muster.cli.device.DeviceWarmVerb;
import dev.muster.cli.device.FleetVerb;
import dev.muster.cli.device.GuardVerb;
import dev.muster.cli.doctor.DoctorVerb;
import dev.muster.cli.drills.DrillsVerbs;
import dev.muster.cli.failures.FailureVerbs;
import dev.muster.cli.governance.ExchangeVerbs;
import dev.muster.cli.governance.KindGroups;
import dev.muster.cli.governance.LocalRoleVerbs;
import dev.muster.cli.governance.RecordVerbs;
import dev.muster.cli.inspect.Inspect;
import dev.muster.cli.joining.AuthorityVerbs;
import dev.muster.cli.joining.JoinVerbs;
import dev.muster.cli.log.LogVerbs;
import dev.muster.cli.maker.DrillVerb;
import dev.muster.cli.maker.MakerVerbs;
import dev.muster.cli.maker.ProductVerbs;
import dev.muster.cli.maker.ReferenceVerbs;
import dev.muster.cli.maker.ReleaseVerbs;
import dev.muster.cli.maker.RolloutVerbs;
import dev.muster.cli.mud.MudVerbs;
import dev.muster.cli.network.NetworkVerbs;
import dev.muster.cli.notice.NoticeVerbs;
import dev.muster.cli.pack.PackVerbs;
import dev.muster.cli.server.BackupVerb;
import dev.muster.cli.server.DeviceVerbs;
import dev.muster.cli.server.OperatorVerbs;
import dev.muster.cli.server.OrgVerbs;
import dev.muster.cli.server.RestoreVerb;
import dev.muster.cli.server.SignInVerb;
import dev.muster.cli.server.StatusVerb;
import dev.muster.cli.server.UpVerb;
import dev.muster.cli.suit.SuitVerbs;
import java.util.ArrayList;
import java.util.List;

/** The one place where verbs are registered: a line each, in the order in which {@code muster --help} shows them. */
final class Verbs {

    private Verbs() {}

    /** Those of a device's package: no class of the server is loaded for them. */
    static List<Object> ofDevice() {
        return List.of(new AgentVerb(), new GuardVerb(), new AgentDoctorVerb(), new DeviceWarmVerb(), new Version());
    }

    /** New instances, because picocli keeps the values of options in them. */
    static List<Object> all() {
        List<Object> verbs = new ArrayList<>();
        verbs.add(new UpVerb());
        verbs.add(new DemoVerb());
        verbs.add(new StatusVerb());
        verbs.add(new SignInVerb());
        verbs.add(new BackupVerb());
        verbs.add(new RestoreVerb());
        verbs.add(new OrgVerbs());
        verbs.add(new DeviceVerbs());
        verbs.add(new JoinVerbs());
        verbs.add(new AuthorityVerbs());
        verbs.add(new OperatorVerbs());
        verbs.add(new MakerVerbs());
        verbs.add(new ProductVerbs());
        verbs.add(new ReferenceVerbs());
        verbs.add(new ReleaseVerbs());
        verbs.add(new RolloutVerbs());
        verbs.add(new DrillVerb());
        verbs.add(new DrillsVerbs());
        verbs.add(new SuitVerbs());
        verbs.add(new MudVerbs());
        verbs.add(new NetworkVerbs());
        verbs.add(new AgentVerb());
        verbs.add(new GuardVerb());
        verbs.add(new FleetVerb());
        verbs.add(new LogVerbs());
        verbs.addAll(KindGroups.all());
        verbs.add(new LocalRoleVerbs());
        verbs.add(new RecordVerbs());
        verbs.add(new ExchangeVerbs());
        verbs.add(new NoticeVerbs());
        verbs.add(new FailureVerbs());
        verbs.add(new WhyVerb());
        verbs.add(new ComplyVerbs());
        verbs.add(new PackVerbs());
        verbs.add(new ExportVerb());
        verbs.add(new DoctorVerb());
        verbs.add(new Inspect());
        verbs.add(new AppraiseVerb());
        verbs.add(new WarmVerb());
        verbs.add(new Completion());
        verbs.add(new Version());
        return verbs;
    }
}
