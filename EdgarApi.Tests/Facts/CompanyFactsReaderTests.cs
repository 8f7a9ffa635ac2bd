using EdgarApi.Data.Companies;
using EdgarApi.Data.Facts;
using EdgarApi.Data.Postgres.Routing;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Tests.Facts;

public sealed class CompanyFactsReaderTests
{
    private static readonly CompanyEntry Nvidia = new(new Cik(1045810), "NVIDIA CORP", ["NVDA"], "Nasdaq", [], 7, "00", null, null);

    [Fact]
    public async Task Many_who_wait_for_one_company_cause_one_load_and_one_who_gives_up_does_not_end_it()
    {
        var router = new HeldRouter();
        using var reader = new CompanyFactsReader(router, Options.Create(new FactsOptions()));
        using var impatient = new CancellationTokenSource();
        var givingUp = reader.GetAsync(Nvidia, impatient.Token).AsTask();
        var waiting = Enumerable.Range(0, 20).Select(_ => reader.GetAsync(Nvidia, TestContext.Current.CancellationToken).AsTask()).ToArray();

        await impatient.CancelAsync();
        router.Release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givingUp);
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Equal(1, router.Reads);
    }

    [Fact]
    public async Task A_company_without_data_is_not_asked_for()
    {
        var router = new HeldRouter();
        using var reader = new CompanyFactsReader(router, Options.Create(new FactsOptions()));

        Assert.Null(await reader.GetAsync(Nvidia with { Version = 0 }, TestContext.Current.CancellationToken));
        Assert.Equal(0, router.Reads);
    }

    /// <summary>Finds nothing, once it is let go.</summary>
    private sealed class HeldRouter : IReadRouter
    {
        public TaskCompletionSource Release { get; } = new();

        public int Reads { get; private set; }

        public async Task<T> ReadAsync<T>(
            ReadRole role, Func<NpgsqlConnection, CancellationToken, Task<T>> read, Func<T, bool>? isCurrent, CancellationToken cancellationToken)
        {
            Reads++;
            await Release.Task.WaitAsync(cancellationToken);
            return default!;
        }
    }
}
