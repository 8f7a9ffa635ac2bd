using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Sec;

/// <summary>Base class of tests of the live source with a simulated SEC.</summary>
public abstract class LiveSourceTest : IAsyncLifetime
{
    protected const string AppleFacts = "/api/xbrl/companyfacts/CIK0000320193.json";
    protected const string AppleSubmissions = "/submissions/CIK0000320193.json";

    private ServiceProvider? _services;

    protected static Cik Apple { get; } = new(320193);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected SetClock Time { get; } = new(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));

    protected SecServer Sec { get; private set; } = null!;

    /// <summary>The budget of the source that was created.</summary>
    private protected CountedBudget Budget => (CountedBudget)_services!.GetRequiredService<ISecRequestBudget>();

    public async ValueTask InitializeAsync() => Sec = await SecServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        await Sec.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected LiveCompanySource CreateSource(Action<SecOptions>? configure = null, params string[] companies)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.Configure<IngestOptions>(options => options.Companies = companies);
        services.Configure<SecOptions>(options =>
        {
            options.Contact = "Test Suite tests@edgar-api.test";
            options.DataAddress = options.FilesAddress = Sec.Address;
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        services.AddSecLive();
        services.AddSingleton<ISecRequestBudget, CountedBudget>();
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<LiveCompanySource>();
    }

    /// <summary>Creates a source, and gets its client.</summary>
    private protected SecClient CreateClient(Action<SecOptions>? configure = null)
    {
        CreateSource(configure);
        return _services!.GetRequiredService<SecClient>();
    }
}
