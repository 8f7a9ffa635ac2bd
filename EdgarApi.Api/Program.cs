using EdgarApi.Accounts;
using EdgarApi.Api;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Caching;
using EdgarApi.Api.Callers;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Sessions;
using EdgarApi.Api.Usage;
using EdgarApi.Api.WebServer;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Caching;
using EdgarApi.ServiceDefaults;
using EdgarApi.Storage;

InvalidSettings.RegisterHandler();
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddWebServer();
builder.AddWebSecurity();
builder.AddStorageReading();
builder.AddFactsReading();
builder.AddCompaniesOnDemand();
builder.AddUsage();
builder.AddAnswerCache();
builder.AddRateLimits();
builder.AddApiKeys();
builder.AddAdmin();
builder.Services.AddJsonTypes();
builder.Services.AddProblemResponses();
builder.Services.AddDocumentation();

// Requests pass the middleware in this order. The hot path answers most of them, so only what it needs comes before it. In Development
// ASP.NET Core puts its exception page first.
var app = builder.Build();
app.UseWebSecurity();
app.UseRequestRecording();
app.UseHotPath();
app.UseSentBytes();
app.UseProblemResponses();
app.UseRouting();
app.UseRequestLimits();
app.UseBrowserAccess();
app.UseAuthentication();
app.UseRateLimits();
app.UseAuthorization();

app.MapDefaultEndpoints();
app.MapProblemKinds();
app.MapDocumentation();
app.MapVersion1();
app.MapAdmin();
app.MapSessions();
app.Run();
