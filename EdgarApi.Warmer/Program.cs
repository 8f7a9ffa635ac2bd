using EdgarApi.Accounts;
using EdgarApi.Caching;
using EdgarApi.Sec;
using EdgarApi.ServiceDefaults;
using EdgarApi.Storage;
using EdgarApi.Warmer.Edge;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Orders;
using EdgarApi.Warmer.Replication;
using EdgarApi.Warmer.Sessions;
using EdgarApi.Warmer.Usage;
using EdgarApi.Warmer.Warming;

InvalidSettings.RegisterHandler();
if (args is [SchemaMigration.Argument, ..]) return await SchemaMigration.RunAsync(args[1..]);
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCaching();
builder.AddIngest();
builder.AddCompanySource();
builder.AddAccounts();
builder.AddUsageMaintenance();
builder.AddWarming();
builder.AddEdge();

builder.Services.AddSingleton<WarmerProgress>();
builder.Services.AddHostedService<HeartbeatService>();
builder.Services.AddHostedService<IngestService>();
builder.Services.AddActivatedSingleton<IngestAge>();
builder.Services.AddSingleton<IWorkOrderHandler, IngestOrders>();
builder.Services.AddHostedService<WorkOrderService>();
builder.Services.AddHostedService<SessionCleanUpService>();
builder.Services.AddHostedService<UsageMaintenanceService>();
builder.Services.AddHealthChecks().AddCheck<IngestHealthCheck>("ingest");

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
return 0;
