using System.Text;
using EdgarApi.Tests.Faults.Running;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Faults.Table;

/// <summary>
/// Faults of the SEC, while the Warmer polls it every ten seconds and a caller wants a company that is not loaded yet.
/// </summary>
internal static class SecFaults
{
    private const string Facts = "/api/xbrl/companyfacts/", Costco = "CIK0000909832.json", Primary = "postgres-primary";
    private const string Shrinking = "what is stored is served unchanged; the Warmer refuses the file";
    private const string Promise = "what is loaded is served unchanged; the rest is a 503, from the second on within 1 s";

    /// <summary>Eight times the largest answer that is read.</summary>
    private const long HugeLength = 2L << 30;

    public static IReadOnlyList<Fault> All { get; } =
    [
        Create("the SEC is down", "AMD", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }),
        Create("the SEC responds after 30 seconds", "TSLA", context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted)),
        Create("the SEC fails with 500 throughout", "GOOGL", context => RespondAsync(context, StatusCodes.Status500InternalServerError)),
        Create("the SEC rejects requests (429)", "TSM", context => RespondAsync(context, StatusCodes.Status429TooManyRequests)),
        Create("the SEC rejects requests (403)", "UAA", context => RespondAsync(context, StatusCodes.Status403Forbidden)),
        Create("the SEC sends HTML", "HRI", context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!DOCTYPE html><html><body>Undergoing maintenance</body></html>");
        }),
        Create("the SEC's files are truncated", "SNOW", system => async context =>
        {
            var body = system.Sec.File(context.Request.Path.Value!);
            if (body is not null) await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        }),
        Create("the SEC's files have 2 GB", "RY", async context =>
        {
            var piece = Encoding.ASCII.GetBytes(new string(' ', 1 << 16));
            for (var sent = 0L; sent < HugeLength && !context.RequestAborted.IsCancellationRequested; sent += piece.Length)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }),
        Create("the SEC sends another company's file", "TD", system => async context =>
        {
            var (path, other) = (context.Request.Path.Value!, "CIK0001657853.json");
            var body = system.Sec.File(path.StartsWith(Facts, StringComparison.Ordinal) ? Facts + other : path);
            if (body is null) context.Response.StatusCode = StatusCodes.Status404NotFound;
            else await context.Response.Body.WriteAsync(body);
        }),
        CreateShrinking(),
    ];

    /// <summary>
    /// The files of a loaded company become those of an earlier day. The Warmer reads them, because its newest filing is another one.
    /// </summary>
    private static Fault CreateShrinking()
    {
        const string Refusals = "select count(*) from ingest_failures where reason like '%the stored version stays%'";
        var refused = 0L;
        return new Fault("the SEC's file of a company shrinks", Shrinking, async system =>
        {
            refused = await system.Postgres.QueryAsync<long>(Primary, Refusals);
            var day = CompanyHistory.GetReportDays(system.Sec.File($"/submissions/{Costco}")!)[1];
            system.Sec.Put($"/submissions/{Costco}", CompanyHistory.GetSubmissions(system.Sec.File($"/submissions/{Costco}")!, day));
            system.Sec.Put($"{Facts}{Costco}", CompanyHistory.GetFacts(system.Sec.File($"{Facts}{Costco}")!, day));
        })
        {
            System = SystemKind.Live,
            Lasts = TimeSpan.FromSeconds(25), // two polls
            EndAsync = system =>
            {
                system.Sec.Restore($"/submissions/{Costco}");
                system.Sec.Restore($"{Facts}{Costco}");
                return Task.CompletedTask;
            },
            RecoveryLimit = TimeSpan.FromSeconds(30),
            FindBrokenAsync = async system =>
                await system.Postgres.QueryAsync<long>(Primary, Refusals) > refused ? [] : ["the Warmer refused nothing"],
        };
    }

    private static Fault Create(string name, string company, RequestDelegate respond) => Create(name, company, _ => respond);

    private static Fault Create(string name, string company, Func<FaultySystem, RequestDelegate> getResponse) =>
        new(name, Promise, system =>
        {
            system.Sec.Fault = getResponse(system);
            system.OnDemand = new OnDemandCaller(system, company);
            return Task.CompletedTask;
        })
        {
            System = SystemKind.Live,
            Lasts = TimeSpan.FromSeconds(25),
            EndAsync = system =>
            {
                system.OnDemand!.EndFault();
                system.Sec.Fault = null;
                return Task.CompletedTask;
            },
            RecoveryLimit = TimeSpan.FromSeconds(75), // the longest time between two attempts is a minute
            HasRecoveredAsync = async system => system.OnDemand!.IsLoaded && await system.IsHealthyAsync(),
            FindBrokenAsync = async system =>
            {
                var broken = await system.OnDemand!.StopAsync();
                await system.OnDemand.DisposeAsync();
                system.OnDemand = null;
                return broken;
            },
        };

    private static Task RespondAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
