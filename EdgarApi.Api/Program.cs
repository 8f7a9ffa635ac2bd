using EdgarApi.Api;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

var builder = WebApplication.CreateBuilder(args);
builder.AddRequestLimits();
builder.AddApiKeys();
builder.Services.AddJsonTypes();
builder.Services.AddProblemResponses();

var app = builder.Build();
app.UseProblemResponses();
app.UseRequestLimits();
app.UseAuthentication();
app.UseAuthorization();
app.MapProblemKinds();
app.MapVersion1();
app.Run();
