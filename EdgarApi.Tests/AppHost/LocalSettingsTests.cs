using EdgarApi.AppHost.Settings;

namespace EdgarApi.Tests.AppHost;

public sealed class LocalSettingsTests
{
    /// <summary>The setting has to be known before Aspire reads the others.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(true, "--EdgarApi:Port=5000")]
    [InlineData(true, "--EdgarApi:Dashboard=true")]
    [InlineData(false, "--EdgarApi:Dashboard=false")]
    [InlineData(false, "--EdgarApi:Dashboard", "False")]
    public void The_dashboard_runs_unless_it_is_turned_off(bool expected, params string[] args) =>
        Assert.Equal(expected, LocalSettings.ReadDashboard(args));
}
