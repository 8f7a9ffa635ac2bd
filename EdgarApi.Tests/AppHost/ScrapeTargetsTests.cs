using System.Text.Json;
using EdgarApi.AppHost.Monitoring;

namespace EdgarApi.Tests.AppHost;

public sealed class ScrapeTargetsTests
{
    private readonly ScrapeTargets _targets = new();

    [Fact]
    public void Without_processes_the_list_is_empty() => Assert.Equal([], Read());

    [Fact]
    public void Each_process_is_a_target_by_host_and_port()
    {
        _targets.Set("api-2", "http://localhost:5002");
        _targets.Set("api-1", "http://127.0.0.1:5001/");
        _targets.Set("alertmanager", "alertmanager:9093");

        Assert.Equal(["alertmanager:9093", "127.0.0.1:5001", "localhost:5002"], Read());
    }

    [Fact]
    public void A_process_that_starts_again_replaces_its_address()
    {
        _targets.Set("api-1", "http://localhost:5001");
        _targets.Set("api-1", "http://localhost:5009");

        Assert.Equal(["localhost:5009"], Read());
    }

    private List<string?> Read()
    {
        using var file = JsonDocument.Parse(_targets.ToJson());
        return [.. file.RootElement.EnumerateArray()
            .SelectMany(group => group.GetProperty("targets").EnumerateArray()).Select(target => target.GetString())];
    }
}
