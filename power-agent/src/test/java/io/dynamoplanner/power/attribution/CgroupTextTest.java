package io.dynamoplanner.power.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupTextTest {
    private static final String U = "cafe0001-dead-0002-beef-000000000003";
    private static final String V = "aaaa0001-bbbb-0002-cccc-000000000009";
    private static final String U_ = U.replace('-', '_');

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11:devices:/kubepods.slice/kubepods-pod{U_}.slice/cri-containerd-ab12.scope",
                "11:devices:/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{U_}.slice/cri-containerd-ab12.scope",
                "4:cpuset:/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{U_}.slice/crio-ab12.scope",
                "3:memory:/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{U_}.slice/docker-ab12.scope",
                "10:memory:/kubepods/pod{U}/ab12",
                "10:memory:/kubepods/burstable/pod{U}/ab12",
                "9:pids:/kubepods/besteffort/pod{U}/ab12",
                "0::/kubepods.slice/kubepods-pod{U_}.slice/cri-containerd-ab12.scope",
                "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{U_}.slice/crio-ab12.scope/container",
                "0::/kubepods/besteffort/pod{U}/cri-containerd-ab12",
                "0::/../../kubepods-burstable-pod{U_}.slice/cri-containerd-ab12.scope",
                "0::/../../pod{U}/ab12",
                "0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/"
                        + "kubelet-kubepods-besteffort-pod{U_}.slice/cri-containerd-ab12.scope",
                "12:rdma:/\n10:memory:/kubepods/pod{U}",
                "0::/kubepods/pod{V}/ab/docker/cd/kubepods/besteffort/pod{U}/ef"
            })
    void theInnermostPodOfTheFirstLineThatNamesOne(String text) {
        String filled = text.replace("{U_}", U_).replace("{U}", U).replace("{V}", V);

        assertThat(CgroupText.podUid(filled)).contains(U);
        assertThat(CgroupText.podUid(
                        filled.replace(U, U.toUpperCase(Locale.ROOT)).replace(U_, U_.toUpperCase(Locale.ROOT))))
                .contains(U);
    }

    @Test
    void aStaticPodHasAHash() {
        String hash = "3f2a".repeat(8);

        assertThat(CgroupText.podUid("1:cpu:/kubepods.slice/kubepods-pod" + hash + ".slice/cri-containerd-ab.scope"))
                .contains(hash);
        assertThat(CgroupText.podUid("0::/../pod" + hash + "/ab")).contains(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0::/",
                "1:name=systemd:/system.slice/kubelet.service",
                "0::/kubepods/podcast/ab",
                "0::/kubepods/podcafe0001-dead-0002-beef-00000000000g/ab",
                "0::/kubepods/podcafe0001-dead-0002-beef-000000000003x/ab",
                "0::/user.slice/user-podcafe0001_dead_0002_beef_000000000003.slice",
                "no colon at all"
            })
    void aProcessOfNoPod(String text) {
        assertThat(CgroupText.podUid(text)).isEmpty();
    }
}
