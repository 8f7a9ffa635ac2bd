using System.Runtime.Versioning;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment.Hooks;

/// <summary>The hook that approves Front Door's private link.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EdgeHookTests
{
    [Fact]
    public async Task A_pending_link_is_approved_once_it_appears()
    {
        var hook = await RunAsync(firstPending: 3);

        Assert.True(hook.ExitCode == 0, hook.Output);
        Assert.Contains("Approved Front Door's private link.", hook.Output, StringComparison.Ordinal);
        Assert.Contains("--id /links/one ", Assert.Single(hook.Calls, IsApproval), StringComparison.Ordinal);
    }

    /// <summary>As after every further deployment.</summary>
    [Fact]
    public async Task A_link_that_is_approved_already_is_left_alone()
    {
        var hook = await RunAsync(firstPending: int.MaxValue, isApproved: true);

        Assert.True(hook.ExitCode == 0, hook.Output);
        Assert.DoesNotContain(hook.Calls, IsApproval);
    }

    [Fact]
    public async Task Only_the_link_that_introduces_itself_as_Front_Door_is_selected()
    {
        var hook = await RunAsync(firstPending: 1);

        var message = RepositoryFiles.Read("infra/modules/frontdoor.bicep").Split("requestMessage: '")[1].Split('\'')[0];
        Assert.NotEmptyAndAll(
            hook.Calls.Where(call => !IsApproval(call)),
            call => Assert.Contains($"description=='{message}'", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_never_appears_fails()
    {
        var hook = await RunAsync(firstPending: int.MaxValue);

        Assert.Equal(1, hook.ExitCode);
        Assert.Contains("Front Door has not asked", hook.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Front_Door_nothing_happens()
    {
        var hook = await RunAsync(firstPending: 1, purgeUrl: "");

        Assert.Equal((0, "", 0), (hook.ExitCode, hook.Output, hook.Calls.Count));
    }

    private static bool IsApproval(string call) =>
        call.StartsWith("network private-endpoint-connection approve ", StringComparison.Ordinal);

    private static Task<HookRun> RunAsync(
        int firstPending, bool isApproved = false, string purgeUrl = "https://management.example.com/purge") => HookRun.StartAsync(
        "approve-edge.sh",
        $$"""
        case "$*" in
            *"status=='Pending'"*) [ "$(grep -c "status=='Pending'" calls)" -lt {{firstPending}} ] || echo /links/one ;;
            *"status=='Approved'"*) {{(isApproved ? "echo /links/one" : ":")}} ;;
        esac
        """,
        ("CONTAINER_ENVIRONMENT_NAME", "cae-example"), ("PURGE_URL", purgeUrl), ("EDGE_RETRY_SECONDS", "0"));
}
